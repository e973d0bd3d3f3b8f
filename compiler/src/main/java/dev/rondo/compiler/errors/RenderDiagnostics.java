package dev.rondo.compiler.errors;

import dev.rondo.compiler.errors.Diagnostic.Label;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Errors as a terminal shows them:
 *
 * <pre>
 * gru.rondo:9:21: error: '*' needs equal shapes, but these are [H] and [X]
 *    9 |   n = tanh(Wn @ x + r * x + bn)
 *      |                     ^   ^
 *      |                     [H] [X] because x: [X] (line 2)
 *    help: did you mean r * (Un @ h[t-1])?
 * </pre>
 */
public final class RenderDiagnostics {
  private static final int NUMBER_WIDTH = 4;

  private RenderDiagnostics() {}

  /** All errors, one below the other, and how many if there are several. */
  public static String render(List<Diagnostic> diagnostics) {
    String all =
        diagnostics.stream().map(RenderDiagnostics::render).collect(Collectors.joining("\n"));
    return diagnostics.size() > 1 ? all + "\n" + diagnostics.size() + " errors\n" : all;
  }

  /** One error, ending with a line break. */
  public static String render(Diagnostic diagnostic) {
    List<String> lines = new ArrayList<>();
    lines.add(diagnostic.at() + ": error: " + diagnostic.message());
    for (Map.Entry<Source, List<Label>> file : labelsByFile(diagnostic).entrySet()) {
      if (file.getKey() != diagnostic.at().source()) {
        lines.add("   in " + file.getKey().name() + ":");
      }
      Map<Integer, List<Label>> byLine = new TreeMap<>();
      file.getValue()
          .forEach(
              label ->
                  byLine.computeIfAbsent(label.at().line(), line -> new ArrayList<>()).add(label));
      byLine.forEach(
          (number, labels) -> {
            List<String> drawn = new DrawLine(file.getKey().lineText(number), labels).lines();
            lines.add(gutter(Integer.toString(number), drawn.get(0)));
            drawn.stream().skip(1).forEach(line -> lines.add(gutter("", line)));
          });
    }
    for (String note : diagnostic.notes()) {
      note.lines().forEach(line -> lines.add("   " + line));
    }
    if (!diagnostic.help().isEmpty()) {
      lines.add("   help: " + diagnostic.help().replace("\n", "\n         "));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String gutter(String number, String text) {
    String line = " ".repeat(Math.max(0, NUMBER_WIDTH - number.length())) + number + " | " + text;
    return line.stripTrailing();
  }

  /** The error's own file first; its own place is underlined unless a label says more about it. */
  private static Map<Source, List<Label>> labelsByFile(Diagnostic diagnostic) {
    Span at = diagnostic.at();
    Map<Source, List<Label>> byFile = new LinkedHashMap<>();
    byFile.put(at.source(), new ArrayList<>());
    boolean covered =
        diagnostic.labels().stream()
            .map(Label::at)
            .anyMatch(
                label ->
                    label.source() == at.source()
                        && label.start() <= at.end()
                        && label.end() >= at.start());
    if (!covered) {
      byFile.get(at.source()).add(new Label(at, ""));
    }
    for (Label label : diagnostic.labels()) {
      byFile.computeIfAbsent(label.at().source(), source -> new ArrayList<>()).add(label);
    }
    return byFile;
  }
}
