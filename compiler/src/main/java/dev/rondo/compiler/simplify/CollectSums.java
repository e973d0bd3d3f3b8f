package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Loops;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one chain of a sum of products: the bias first, then the products that do not depend on the
 * loop, then those that do, each in the order written. So moving what does not depend on the loop
 * out of it changes no bit.
 */
final class CollectSums {
  private final Equations system;
  private final Set<String> frozen;
  private final Map<String, Equation> byName;
  private final Map<String, Loops.Loop> loops;
  private final Map<String, Integer> uses = new HashMap<>();

  /** One addend and its sign. */
  private record Addend(Read read, boolean negative) {}

  CollectSums(Equations system, Set<String> frozen) {
    this.system = system;
    this.frozen = frozen;
    this.byName = system.byName();
    this.loops = Loops.byName(system);
    for (Equation equation : system.equations()) {
      equation.node().reads().forEach(r -> uses.merge(r.name(), 1, Integer::sum));
    }
    system.roots().values().forEach(name -> uses.merge(name, 1, Integer::sum));
  }

  Equations run() {
    Set<String> inner = new HashSet<>();
    for (Equation equation : system.equations()) {
      if (sum(equation)) {
        Node.Elementwise e = (Node.Elementwise) equation.node();
        e.args().stream().filter(r -> opens(equation, r)).forEach(r -> inner.add(r.name()));
      }
    }
    List<Equation> equations = new ArrayList<>();
    Set<String> absorbed = new HashSet<>();
    for (Equation equation : system.equations()) {
      if (sum(equation) && !inner.contains(equation.name())) {
        equations.addAll(collect(equation, absorbed));
      } else {
        equations.add(equation);
      }
    }
    equations.removeIf(e -> absorbed.contains(e.name()));
    return system.with(equations);
  }

  private boolean sum(Equation equation) {
    return !frozen.contains(equation.name())
        && equation.node() instanceof Node.Elementwise e
        && (e.op() == Op.ADD || e.op() == Op.SUB);
  }

  /** Whether an argument of a sum is itself a sum, used here alone and at the same points. */
  private boolean opens(Equation user, Read read) {
    Equation of = byName.get(read.name());
    return sum(of) && alike(user, of, read) && uses.get(of.name()) == 1;
  }

  private static boolean alike(Equation user, Equation of, Read read) {
    return read.equals(new Read(of.name(), user.read().indices()))
        && of.domain().equals(user.domain());
  }

  private void addends(
      Equation user, boolean negative, List<Addend> addends, Set<String> absorbed) {
    Node.Elementwise e = (Node.Elementwise) user.node();
    for (int i = 0; i < 2; i++) {
      Read read = e.args().get(i);
      boolean sign = negative != (i == 1 && e.op() == Op.SUB);
      if (opens(user, read)) {
        absorbed.add(read.name());
        addends(byName.get(read.name()), sign, addends, absorbed);
      } else {
        addends.add(new Addend(read, sign));
      }
    }
  }

  private List<Equation> collect(Equation root, Set<String> absorbed) {
    List<Addend> addends = new ArrayList<>();
    Set<String> opened = new HashSet<>();
    addends(root, false, addends, opened);
    List<Addend> contractions = addends.stream().filter(a -> contraction(root, a)).toList();
    if (contractions.isEmpty()) {
      return List.of(root);
    }
    absorbed.addAll(opened);
    contractions.forEach(a -> absorbed.add(a.read().name()));
    List<Addend> others = new ArrayList<>(addends);
    others.removeAll(contractions);
    Optional<Addend> init = init(root, others);
    init.ifPresent(others::remove);
    List<Node.Product> products = new ArrayList<>();
    for (boolean late : new boolean[] {false, true}) {
      for (Addend addend : contractions) {
        for (Node.Product product : products(addend)) {
          if ((inLoop(root, product.a()) || inLoop(root, product.b())) == late) {
            products.add(product);
          }
        }
      }
    }
    return write(root, init.map(Addend::read), products, others);
  }

  private List<Equation> write(
      Equation root, Optional<Read> init, List<Node.Product> products, List<Addend> others) {
    List<Equation> written = new ArrayList<>();
    Node chain = new Node.Affine(init, products, false);
    Equation last = others.isEmpty() ? root.with(chain) : root.named("%chain", chain);
    written.add(last);
    for (int i = 0; i < others.size(); i++) {
      Addend other = others.get(i);
      Node node =
          new Node.Elementwise(
              other.negative() ? Op.SUB : Op.ADD, List.of(last.read(), other.read()));
      last = i == others.size() - 1 ? root.with(node) : root.named("%sum" + i, node);
      written.add(last);
    }
    return written;
  }

  /** An addend's products under the names that its reader gives its indices. */
  private List<Node.Product> products(Addend addend) {
    Equation of = byName.get(addend.read().name());
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < of.indices().size(); i++) {
      names.put(of.indices().get(i).name(), addend.read().indices().get(i));
    }
    return ((Node.Affine) of.node())
        .products().stream()
            .map(p -> new Node.Product(renamed(p.a(), names), renamed(p.b(), names)))
            .toList();
  }

  /** What is summed over gets a name that no index of the result has. */
  private static Read renamed(Read read, Map<String, String> names) {
    return new Read(
        read.name(),
        read.indices().stream()
            .map(n -> names.computeIfAbsent(n, x -> free(x, names.values())))
            .toList());
  }

  private static String free(String name, Collection<String> taken) {
    String free = name;
    while (taken.contains(free)) {
      free += "'";
    }
    return free;
  }

  /** Whether an addend is a sum of products that can be continued by others. */
  private boolean contraction(Equation root, Addend addend) {
    Equation of = byName.get(addend.read().name());
    return !addend.negative()
        && !frozen.contains(of.name())
        && of.node() instanceof Node.Affine affine
        && affine.init().isEmpty()
        && uses.get(of.name()) == 1
        && alike(root, of, addend.read())
        && !SplitSums.sumsRows(of, affine, byName);
  }

  /** The bias: what is the same at every step, else what the loop does not change. */
  private Optional<Addend> init(Equation root, List<Addend> others) {
    Optional<Addend> constant =
        others.stream()
            .filter(a -> !a.negative())
            .filter(a -> byName.get(a.read().name()).isFixed())
            .findFirst();
    return constant.or(
        () ->
            loops.containsKey(root.name())
                ? others.stream().filter(a -> !a.negative() && !inLoop(root, a.read())).findFirst()
                : Optional.empty());
  }

  private boolean inLoop(Equation root, Read read) {
    return Loops.haveOne(loops, root.name(), read.name());
  }
}
