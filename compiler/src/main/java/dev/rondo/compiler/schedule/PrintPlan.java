package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.PrintEquations;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Prints a plan: what runs when, over which rows, with its operations; what is stored where, with
 * its bytes. A "row" is one step of one sequence.
 */
public final class PrintPlan {
  private final Scheduled scheduled;
  private final int bytes;
  private final StringBuilder text = new StringBuilder();
  private long perRow;
  private long once;

  private PrintPlan(Scheduled scheduled, Precision precision) {
    this.scheduled = scheduled;
    this.bytes = precision == Precision.F64 ? 8 : 4;
  }

  public static String print(Scheduled scheduled, Precision precision) {
    return new PrintPlan(scheduled, precision).run();
  }

  private String run() {
    for (Region region : scheduled.regions()) {
      region(region, "");
      text.append('\n');
    }
    line("operations", "%,d a row, %,d a window", perRow, once);
    storage();
    return text.toString();
  }

  private void line(String title, String format, Object... args) {
    text.append(
        String.format(Locale.ROOT, "%-12s%s%n", title, String.format(Locale.ROOT, format, args)));
  }

  private void region(Region region, String indent) {
    text.append(indent).append(title(region)).append('\n');
    for (Statement statement : region.statements()) {
      if (statement instanceof Statement.Repeat repeat) {
        region(repeat.region(), indent + "  ");
      } else {
        statement(statement, indent);
      }
    }
  }

  private static String title(Region region) {
    if (region.repeats()) {
      String axis = region.loops().get(region.loops().size() - 1);
      String end = region.direction() > 0 ? "first step" : "last step";
      return "loop over " + axis + ", from the " + end;
    }
    return switch (region.phase()) {
      case PREPARE -> "once for the parameters";
      case INIT -> "once a sequence";
      case WINDOW -> "all steps at once";
    };
  }

  private void statement(Statement statement, String indent) {
    long operations = operations(statement);
    boolean rows =
        statement.space().hasSteps()
            || statement.uses().stream()
                .anyMatch(n -> scheduled.byName().get(n).has(Index.Kind.TIME));
    if (rows) {
      perRow += operations;
    } else {
      once += operations;
    }
    text.append(
        String.format(
            Locale.ROOT,
            "%s  %-10s %,9d  %s%n",
            indent,
            kind(statement),
            operations,
            what(statement)));
  }

  private static String kind(Statement statement) {
    if (statement instanceof Statement.Kernel) {
      return "kernel";
    }
    if (statement instanceof Statement.Multiply) {
      return "product";
    }
    if (statement instanceof Statement.Accumulate) {
      return "sum";
    }
    return ((Statement.Single) statement).kind().name().toLowerCase(Locale.ROOT);
  }

  private long operations(Statement statement) {
    if (statement instanceof Statement.Kernel kernel) {
      return (long) kernel.width() * kernel.defines().size();
    }
    if (statement instanceof Statement.Multiply multiply) {
      return 2L * multiply.inner() * multiply.width();
    }
    Equation equation = statement.defines().get(0);
    if (statement instanceof Statement.Accumulate) {
      return 2L * equation.width();
    }
    // every combination of the features of what is read and what is written
    Map<String, Integer> sizes = new HashMap<>();
    equation.features().forEach(i -> sizes.put(i.name(), i.size()));
    for (Read read : equation.node().reads()) {
      List<Index> own = scheduled.byName().get(read.name()).indices();
      for (int i = 0; i < own.size(); i++) {
        if (own.get(i).isFeature()) {
          sizes.put(read.indices().get(i), own.get(i).size());
        }
      }
    }
    long all = sizes.values().stream().mapToLong(i -> i).reduce(1, (a, b) -> a * b);
    boolean looksUp =
        equation.node() instanceof Node.Gather || equation.node() instanceof Node.Scatter;
    return looksUp ? equation.width() : equation.node() instanceof Node.Affine ? 2 * all : all;
  }

  private String what(Statement statement) {
    if (statement instanceof Statement.Multiply multiply) {
      String names = names(multiply.defines());
      String matrices =
          multiply.columns().stream()
              .map(Statement.Column::matrix)
              .collect(Collectors.joining(" "));
      boolean goesOn = scheduled.inPlace().contains(multiply);
      return names + (goesOn ? " += [" : " = [") + matrices + "] @ " + multiply.x();
    }
    if (statement instanceof Statement.Kernel kernel) {
      List<String> shown = new ArrayList<>();
      for (Equation equation : kernel.defines()) {
        boolean kept = scheduled.storage().stored(equation.name());
        shown.add((kept ? "" : "(") + equation.name() + (kept ? "" : ")"));
      }
      return String.join("  ", shown);
    }
    return PrintEquations.print(statement.defines().get(0)).strip();
  }

  private static String names(List<Equation> equations) {
    return equations.stream().map(Equation::name).collect(Collectors.joining(" "));
  }

  private void storage() {
    long rows = 0;
    long sequences = 0;
    long fixed = 0;
    for (Plan.Buffer buffer : scheduled.storage().buffers()) {
      long size = (long) buffer.width() * bytes;
      if (!buffer.space().isRows()) {
        fixed += size * buffer.rows();
      } else if (buffer.space().hasSteps() && buffer.loops() == 0) {
        rows += size;
      } else {
        sequences += size;
      }
    }
    line("bytes", "%,d a row, %,d a sequence, %,d fixed", rows, sequences, fixed);
  }
}
