package dev.rondo.compiler.equations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The text form of equations, close to the language itself. A generated name that is used once, or
 * is a delay, is written where it is used, if that stays short ({@code %} is in such names).
 *
 * <ul>
 *   <li>{@code h: [4] over t = tanh(U @ h[t-1] + b)}: time and batch are on the left side; {@code
 *       over #} is one value a sequence, {@code over t to last-1} lacks the last step.
 *   <li>{@code h[t-1 else e]}: e where there is no such step; without {@code else} 0.
 *   <li>{@code sum(e, over t)} of a result without a batch is over the sequences too.
 *   <li>Where the order of feature indices says it, they are left out; else a line has all of them:
 *       {@code y[i:4 j:2] = sum(a[j k] * b[k i], over k)}.
 * </ul>
 */
public final class PrintEquations {
  private static final int WIDTH = 100;
  private static final int FOLDED = 56;

  private final Equations system;
  private final Map<String, Equation> equations;
  private final Map<String, Integer> uses = new HashMap<>();

  /** Whether an equation is written where it is used. */
  private final Map<String, Boolean> folded = new HashMap<>();

  private PrintEquations(Equations system) {
    this.system = system;
    this.equations = new HashMap<>();
    system.equations().forEach(e -> equations.put(e.name(), e));
    for (Equation equation : system.equations()) {
      for (Read read : equation.node().reads()) {
        uses.merge(read.name(), 1, Integer::sum);
      }
      if (equation.node() instanceof Node.Delay delay) {
        pin(delay.of());
      } else if (equation.node() instanceof Node.At at) {
        pin(at.of());
      } else if (equation.node() instanceof Node.Slice slice) {
        pin(slice.of());
      }
    }
    for (String name : system.roots().values()) {
      uses.merge(name, 2, Integer::sum);
    }
  }

  /** The text, a line (or a few) an equation. */
  public static String print(Equations system) {
    return new PrintEquations(system).run();
  }

  /** One equation on its own, nothing folded. */
  public static String print(Equation equation) {
    Map<String, Equation> alone = new HashMap<>();
    alone.put(equation.name(), equation);
    return line(equation, new PrintNode(alone, name -> false));
  }

  /** A bracket stands on a name, not on an expression. */
  private void pin(Read read) {
    Equation of = equations.get(read.name());
    if (of == null || !(of.node() instanceof Node.Constant)) {
      folded.put(read.name(), false);
    }
  }

  private String run() {
    PrintNode nodes = new PrintNode(equations, this::isFolded);
    List<String> leaves = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Equation equation : system.equations()) {
      if (!isFolded(equation.name()) && !isRootAlone(equation.name())) {
        boolean leaf =
            equation.node() instanceof Node.Parameter || equation.node() instanceof Node.Input;
        (leaf ? leaves : lines).add(line(equation, nodes));
      }
    }
    leaves.addAll(lines);
    system.roots().forEach((role, name) -> leaves.add(root(role, name, nodes)));
    return String.join("\n", leaves) + "\n";
  }

  private String root(String role, String name, PrintNode nodes) {
    Equation equation = equations.get(name);
    if (equation == null || !isRootAlone(name)) {
      return "root " + role + " = " + name;
    }
    return "root " + wrap(nodes.equation(equation, role) + missing(equation));
  }

  /** A generated equation that is one root and nothing else is written as the root. */
  private boolean isRootAlone(String name) {
    return isGenerated(name)
        && uses.getOrDefault(name, 0) == 2
        && equations.containsKey(name)
        && system.roots().containsValue(name);
  }

  private static boolean isGenerated(String name) {
    return name.indexOf('%') >= 0;
  }

  private boolean isFolded(String name) {
    Boolean known = folded.get(name);
    if (known != null) {
      return known;
    }
    // false while it is being decided: equations that are wrong can be printed too
    folded.put(name, false);
    Equation equation = equations.get(name);
    boolean fold = equation != null && isGenerated(name) && isShort(equation);
    folded.put(name, fold);
    return fold;
  }

  private boolean isShort(Equation equation) {
    if (equation.node() instanceof Node.Constant) {
      return true;
    }
    boolean delay = equation.node() instanceof Node.Delay || equation.node() instanceof Node.At;
    if (!delay && uses.getOrDefault(equation.name(), 0) != 1) {
      return false;
    }
    PrintNode nodes = new PrintNode(equations, this::isFolded);
    return nodes.expression(equation).length() <= FOLDED;
  }

  private static String line(Equation equation, PrintNode nodes) {
    return wrap(nodes.equation(equation, equation.name()) + missing(equation));
  }

  private static String missing(Equation equation) {
    return equation.domain().isAll() || equation.has(Index.Kind.TIME)
        ? ""
        : "  // not for the last "
            + equation.domain().missing().values().stream().map(String::valueOf).findFirst().get();
  }

  /** Where a domain ends along an axis, if before the last position. */
  static String end(Domain domain, String axis) {
    return domain.at(axis) == 0 ? "" : " to last-" + domain.at(axis);
  }

  /** Breaks a long line before its outermost operators. */
  private static String wrap(String line) {
    if (line.length() <= WIDTH) {
      return line;
    }
    int depth = 0;
    int start = line.indexOf(" = ") + 3;
    StringBuilder text = new StringBuilder(line.substring(0, start));
    for (int i = start; i < line.length(); i++) {
      char c = line.charAt(i);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      boolean plus = line.startsWith(" + ", i) || line.startsWith(" - ", i);
      text.append(depth == 0 && plus ? "\n     " : "").append(c);
    }
    return text.toString();
  }

  /** A number as it would be written. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.format(Locale.ROOT, "%d", (long) value)
        : Double.toString(value);
  }

  /** Names that a text may not use for its own indices. */
  static Set<String> names(Equation equation) {
    Set<String> names = new HashSet<>();
    equation.indices().forEach(i -> names.add(i.name()));
    return names;
  }
}
