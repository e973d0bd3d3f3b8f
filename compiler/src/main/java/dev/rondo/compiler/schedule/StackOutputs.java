package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.schedule.Statement.Multiply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Makes one product of several that have the same operand: their matrices stand side by side, so
 * the operand is read once and the lanes are longer. Legal where none needs what another computes.
 */
final class StackOutputs {
  /** More columns would make the method that sets their rows too large for HotSpot. */
  private static final int MOST = 50;

  private StackOutputs() {}

  /** {@code alone}: values that a delay or an end reads, which need rows of their own. */
  static Region apply(Region region, Set<String> alone, Map<String, Equation> byName) {
    List<Statement> statements = new ArrayList<>();
    Map<String, Integer> order = new HashMap<>();
    byName.keySet().forEach(name -> order.put(name, order.size()));
    Map<String, Integer> defined = new HashMap<>();
    for (Statement next : region.statements()) {
      Statement statement =
          next instanceof Statement.Repeat repeat
              ? new Statement.Repeat(apply(repeat.region(), alone, byName))
              : next;
      int at = -1;
      if (statement instanceof Multiply m) {
        Set<String> needs = Views.behind(m.uses(), byName, region.loops());
        at = partner(m, needs, statements, defined, alone);
      }
      if (at < 0) {
        at = statements.size();
        statements.add(statement);
      } else {
        statements.set(at, join((Multiply) statements.get(at), (Multiply) statement, order));
      }
      for (Equation equation : statement.defines()) {
        defined.put(equation.name(), at);
      }
    }
    return region.with(statements);
  }

  private static int partner(
      Multiply m,
      Set<String> needs,
      List<Statement> statements,
      Map<String, Integer> defined,
      Set<String> alone) {
    if (m.defines().stream().anyMatch(e -> alone.contains(e.name()))) {
      return -1;
    }
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i) instanceof Multiply other
          && other.x().equals(m.x())
          && other.space().equals(m.space())
          && other.columns().size() < MOST
          && other.defines().stream().noneMatch(e -> alone.contains(e.name()))
          && before(needs, i, defined)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether everything that a statement uses is there before another one runs. */
  private static boolean before(Set<String> needs, int position, Map<String, Integer> defined) {
    return needs.stream().map(defined::get).filter(Objects::nonNull).allMatch(p -> p < position);
  }

  private static Multiply join(Multiply a, Multiply b, Map<String, Integer> order) {
    List<Statement.Column> columns = new ArrayList<>(a.columns());
    columns.addAll(b.columns());
    // in declaration order, so that the stacks of a chain's links lie alike and continue in place
    columns.sort(Comparator.comparing(c -> order.get(c.equation().name())));
    return new Multiply(a.space(), a.x(), a.inner(), columns);
  }
}
