package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Statement.Kernel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Puts element-wise operations that run over the same rows and widths into one loop, up to the
 * budget beyond which C2 stops vectorising it (architecture.md, Bytecode: measured).
 */
public final class FuseElementwise {
  /**
   * Operations + 2 · (loads + stores) + arrays of a portable loop: C2 unrolls and vectorises bodies
   * of up to 60 nodes, of which the loop itself takes 8 (docs/performance-log.md, entry 1).
   */
  public static final int BUDGET = 46;

  public static final int ARRAYS = 12;
  public static final int TANH_LIKE = 2;

  /** For loops that are not vectorised anyway: short enough for the compiler to like the method. */
  private static final int SCALAR_OPERATIONS = 60;

  private final Map<String, Set<Statement>> readers;
  private final Set<String> stored;
  private final Map<String, Equation> byName;

  private FuseElementwise(
      Map<String, Set<Statement>> readers, Set<String> stored, Map<String, Equation> byName) {
    this.readers = readers;
    this.stored = stored;
    this.byName = byName;
  }

  /**
   * @param readers the statements that read a value, of all regions
   * @param stored values that must be stored whoever reads them: roots, what views show
   */
  static Region apply(
      Region region,
      Map<String, Set<Statement>> readers,
      Set<String> stored,
      Map<String, Equation> byName) {
    return new FuseElementwise(readers, stored, byName).run(region);
  }

  private Region run(Region region) {
    List<Statement> statements = new ArrayList<>();
    Map<String, Integer> defined = new HashMap<>();
    for (Statement next : region.statements()) {
      Statement statement =
          next instanceof Statement.Repeat repeat
              ? new Statement.Repeat(run(repeat.region()))
              : next;
      int at = -1;
      if (statement instanceof Kernel kernel) {
        Set<String> views = new HashSet<>(kernel.uses());
        views.removeIf(n -> !Views.isView(byName.get(n), byName));
        Set<String> shown = Views.behind(views, byName, region.loops());
        at = partner(kernel, shown, statements, defined);
      }
      if (at < 0) {
        at = statements.size();
        statements.add(statement);
      } else {
        statements.set(at, join((Kernel) statements.get(at), (Kernel) statement));
      }
      if (statement instanceof Kernel kernel) {
        takeSources(kernel, at, statements);
      }
      for (Equation equation : statement.defines()) {
        defined.put(equation.name(), at);
      }
    }
    statements.removeIf(Objects::isNull);
    return region.with(statements);
  }

  /** Moves earlier loops that are for a kernel alone to where it is; each leaves a gap. */
  private void takeSources(Kernel kernel, int at, List<Statement> statements) {
    for (int i = at - 1; i >= 0; i--) {
      Kernel all = (Kernel) statements.get(at);
      if (statements.get(i) instanceof Kernel source
          && isFor(source, kernel)
          && isAlike(source, all)
          && fits(join(source, all))) {
        statements.set(at, join(source, all));
        statements.set(i, null);
      }
    }
  }

  private boolean isFor(Kernel source, Kernel kernel) {
    Set<String> inside = names(join(source, kernel));
    return source.defines().stream().noneMatch(e -> isStored(e.name(), inside));
  }

  private static Set<String> names(Kernel kernel) {
    Set<String> names = new HashSet<>();
    kernel.defines().forEach(e -> names.add(e.name()));
    return names;
  }

  /** Whether a value is needed by others than the statements that define some. */
  private boolean isStored(String name, Set<String> inside) {
    return stored.contains(name)
        || readers.getOrDefault(name, Set.of()).stream()
            .anyMatch(s -> s.defines().stream().noneMatch(e -> inside.contains(e.name())));
  }

  private int partner(
      Kernel kernel, Set<String> shown, List<Statement> statements, Map<String, Integer> defined) {
    int least = 0;
    for (String use : kernel.uses()) {
      least = Math.max(least, defined.getOrDefault(use, 0));
    }
    for (String use : shown) {
      // what is read through a view is another number than the one that the loop is at
      least = Math.max(least, defined.getOrDefault(use, -1) + 1);
    }
    for (int i = least; i < statements.size(); i++) {
      if (statements.get(i) instanceof Kernel other
          && isAlike(other, kernel)
          && fits(join(other, kernel))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isAlike(Kernel a, Kernel b) {
    return a.space().equals(b.space())
        && a.width() == b.width()
        && (a.inner() == b.inner() || isOneLoop(a) || isOneLoop(b))
        && vectorises(a) == vectorises(b);
  }

  private static boolean isOneLoop(Kernel kernel) {
    return kernel.inner() == kernel.width();
  }

  private static Kernel join(Kernel a, Kernel b) {
    List<Equation> equations = new ArrayList<>(a.defines());
    equations.addAll(b.defines());
    return new Kernel(a.space(), a.width(), Math.min(a.inner(), b.inner()), equations);
  }

  private static Op op(Equation equation) {
    return equation.node() instanceof Node.Elementwise e ? e.op() : Op.COPY;
  }

  /** Whether all operations of a kernel are ones that C2 vectorises. */
  public static boolean vectorises(Kernel kernel) {
    return kernel.width() > 1
        && kernel.defines().stream()
            .allMatch(e -> op(e).vectorises() && !(e.node() instanceof Node.Position));
  }

  private boolean fits(Kernel kernel) {
    if (!vectorises(kernel)) {
      return kernel.defines().size() <= SCALAR_OPERATIONS;
    }
    Cost cost = cost(kernel);
    return cost.total() <= BUDGET && cost.arrays() <= ARRAYS && cost.tanhLike() <= TANH_LIKE;
  }

  /** What a kernel takes of the budget of a portable loop. */
  public record Cost(int operations, int loads, int stores, int arrays, int tanhLike) {
    public int total() {
      return operations + 2 * (loads + stores) + arrays;
    }
  }

  private Cost cost(Kernel kernel) {
    Set<String> own = new HashSet<>();
    Set<String> loads = new HashSet<>();
    int operations = 0;
    int stores = 0;
    int tanhLike = 0;
    Set<String> inside = names(kernel);
    for (Equation equation : kernel.defines()) {
      own.add(equation.name());
      for (Read read : equation.node().reads()) {
        if (!own.contains(read.name())) {
          loads.add(read.name());
        }
      }
      tanhLike += op(equation) == Op.TANH || op(equation) == Op.SIGMOID ? 1 : 0;
      operations += op(equation).cost();
      stores += isStored(equation.name(), inside) ? 1 : 0;
    }
    return new Cost(operations, loads.size(), stores, loads.size() + stores, tanhLike);
  }
}
