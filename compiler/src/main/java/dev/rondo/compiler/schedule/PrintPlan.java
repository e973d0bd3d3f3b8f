package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.PrintEquations;
import dev.rondo.runtime.Cost;
import dev.rondo.runtime.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Prints a plan: what runs when, over which rows, with its operations; what is stored where, with
 * its bytes. A "row" is one step of one sequence.
 */
public final class PrintPlan {
  private final Scheduled scheduled;
  private final CountCost count;
  private final Cost cost;
  private final int bytes;
  private final StringBuilder text = new StringBuilder();

  private PrintPlan(Scheduled scheduled, Precision precision) {
    this.scheduled = scheduled;
    this.count = new CountCost(scheduled);
    this.cost = CountCost.count(scheduled, precision);
    this.bytes = precision.bytes();
  }

  public static String print(Scheduled scheduled, Precision precision) {
    return new PrintPlan(scheduled, precision).run();
  }

  private String run() {
    for (Region region : scheduled.regions()) {
      region(region, "");
      limit(region);
      text.append('\n');
    }
    long once = cost.sequenceOperations() + cost.windowOperations() + cost.parameterOperations();
    line("operations", "%,d a row, %,d a window", cost.rowOperations(), once);
    line(
        "bytes",
        "%,d a row, %,d a sequence, %,d fixed",
        cost.rowBytes(),
        cost.sequenceBytes(),
        cost.fixedBytes());
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

  private void limit(Region region) {
    Roofline roofline = Roofline.of(region, scheduled, count, bytes);
    if (roofline.rows() > 0) {
      text.append("  limit: ").append(roofline.bounds()).append('\n');
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
      case FORWARD -> "all steps at once";
      case TOTALS -> "sums over the steps";
      case BETWEEN -> steps(region) ? "all steps at once" : "once a window";
      case BACKWARD -> "all steps at once, for the gradient";
      case AFTER -> "once a gradient";
    };
  }

  private static boolean steps(Region region) {
    return region.flat().stream().anyMatch(s -> s.space().hasSteps());
  }

  private void statement(Statement statement, String indent) {
    long operations = count.operations(statement);
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
    String term =
        statement instanceof Statement.Single single
            ? single.term().map(t -> "(" + t.name() + ")  ").orElse("")
            : "";
    return term + PrintEquations.print(statement.defines().get(0)).strip();
  }

  private static String names(List<Equation> equations) {
    return equations.stream().map(Equation::name).collect(Collectors.joining(" "));
  }
}
