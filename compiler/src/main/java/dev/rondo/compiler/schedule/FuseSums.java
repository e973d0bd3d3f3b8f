package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Statement.Kernel;
import dev.rondo.compiler.schedule.Statement.Single;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A sum over rows makes itself what nobody else reads: an operation that has no kernel with others
 * (weights times keys, over the keys). Its rows are not written.
 */
final class FuseSums {
  private FuseSums() {}

  /**
   * @param readers the statements that read a value, of all regions
   * @param stored values that must be stored whoever reads them
   */
  static Region apply(
      Region region,
      Map<String, Set<Statement>> readers,
      Set<String> stored,
      Map<String, Equation> byName) {
    Map<String, Kernel> alone = new HashMap<>();
    for (Statement statement : region.statements()) {
      if (statement instanceof Kernel kernel && isTerm(kernel, byName)) {
        String name = kernel.defines().get(0).name();
        if (!stored.contains(name) && readers.getOrDefault(name, Set.of()).size() == 1) {
          alone.put(name, kernel);
        }
      }
    }
    List<Statement> statements = new ArrayList<>();
    for (Statement statement : region.statements()) {
      if (statement instanceof Statement.Repeat repeat) {
        statements.add(new Statement.Repeat(apply(repeat.region(), readers, stored, byName)));
      } else if (statement instanceof Single single
          && single.kind() == Statement.Kind.SUM_ROWS
          && alone.containsKey(of(single))) {
        Kernel kernel = alone.get(of(single));
        statements.remove(kernel);
        Optional<Equation> term = Optional.of(kernel.defines().get(0));
        statements.add(
            new Single(single.kind(), single.space(), single.of(), single.equation(), term));
      } else {
        statements.add(statement);
      }
    }
    return region.with(statements);
  }

  private static String of(Single single) {
    return ((Node.Reduce) single.equation().node()).of().name();
  }

  /** Whether it is one operation on numbers that lie like its own, or are one for all of them. */
  private static boolean isTerm(Kernel kernel, Map<String, Equation> byName) {
    Equation equation = kernel.defines().get(0);
    return kernel.defines().size() == 1
        && kernel.width() > 1
        && equation.node() instanceof Node.Elementwise node
        && node.args().stream().allMatch(r -> isSource(r, equation, byName));
  }

  private static boolean isSource(Read read, Equation equation, Map<String, Equation> byName) {
    Equation of = byName.get(read.name());
    List<String> features = AlignOperands.features(read, byName);
    return !(of.node() instanceof Node.Constant)
        && (of.width() == 1
            || features.equals(equation.features().stream().map(Index::name).toList()));
  }
}
