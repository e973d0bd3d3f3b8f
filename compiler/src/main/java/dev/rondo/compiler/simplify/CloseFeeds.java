package dev.rondo.compiler.simplify;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Closes the circle of a generating model: an input with a feed is what is given, or else what the
 * feed says. It comes after the numerics are fixed, so that generating has the bits of training.
 */
public final class CloseFeeds {
  private static final String FEED = "feed/";

  private final Equations system;
  private final Map<String, Equation> byName;
  private final List<Equation> added = new ArrayList<>();
  private final List<Signature.Input> inputs;
  private final List<Signature.Output> outputs;
  private final Map<String, String> roots = new LinkedHashMap<>();

  private CloseFeeds(Equations system) {
    this.system = system;
    this.byName = system.byName();
    this.inputs = new ArrayList<>(system.signature().inputs());
    this.outputs = new ArrayList<>(system.signature().outputs());
  }

  /** The outputs of a system with its feeds closed; roots {@code feed/x} name what x is fed. */
  public static Equations close(Equations system) {
    return new CloseFeeds(system).run();
  }

  private Equations run() {
    system
        .roots()
        .forEach(
            (role, name) -> {
              if (role.startsWith("output/")) {
                roots.put(role, name);
              }
            });
    List<Equation> equations = new ArrayList<>(system.equations());
    system
        .roots()
        .forEach(
            (role, name) -> {
              if (role.startsWith(FEED) && byName.containsKey(role.substring(FEED.length()))) {
                Equation input = byName.get(role.substring(FEED.length()));
                equations.set(equations.indexOf(input), fed(input, byName.get(name)));
              }
            });
    equations.addAll(added);
    Signature old = system.signature();
    Signature signature =
        new Signature(
            old.model(), old.sizes(), old.axes(), old.parameters(), inputs, outputs, List.of());
    return EliminateDead.keep(new Equations(signature, equations, roots), role -> true);
  }

  private Equation fed(Equation input, Equation value) {
    Signature.Input declared =
        inputs.stream().filter(i -> i.name().equals(input.name())).findFirst().orElseThrow();
    String prefix = FEED + input.name();
    Read raw = add(input.name() + "%given", input.indices(), input.node()).read();
    Read given = input(prefix + "/given", outer(input), declared.axes());
    String scores = system.roots().get(prefix + "/scores");
    Read fed = scores == null ? value.read() : drawn(prefix, value, byName.get(scores)).read();
    roots.put("output/" + prefix, input.name());
    outputs.add(
        new Signature.Output(
            prefix, declared.kind(), declared.shape(), declared.axes(), declared.vocabulary()));
    return input.with(new Node.Elementwise(Op.SELECT, List.of(given, raw, fed)));
  }

  /** Gumbel's way to draw from softmax(logits / T): the largest of logits + T · draw. */
  private Equation drawn(String prefix, Equation largest, Equation logits) {
    Map<String, Equation> others = new LinkedHashMap<>();
    others.put(logits.name(), noisy(prefix, logits));
    return reading(others, largest, prefix);
  }

  private Equation noisy(String prefix, Equation logits) {
    List<Integer> axes = logits.axes().stream().map(system.signature()::axis).toList();
    Read draw = input(prefix + "/draw", logits.indices(), axes);
    String temperature = FEED + "temperature";
    Read heat =
        byName.containsKey(temperature) || known(temperature)
            ? new Read(temperature, List.of(Index.BATCH.name()))
            : input(temperature, List.of(Index.BATCH), List.of());
    Node scaled = new Node.Elementwise(Op.MUL, List.of(draw, heat));
    Read heated = add(prefix + "%scaled", logits.indices(), scaled).read();
    Node sum = new Node.Elementwise(Op.ADD, List.of(logits.read(), heated));
    return add(prefix + "%noisy", logits.indices(), sum);
  }

  /** The same value of others; {@code known} are by the names of those that they stand for. */
  private Equation reading(Map<String, Equation> known, Equation value, String prefix) {
    if (!known.containsKey(value.name())) {
      Node node = value.node().map(r -> r.of(reading(known, byName.get(r.name()), prefix).name()));
      known.put(
          value.name(),
          node.equals(value.node())
              ? value
              : add(prefix + "%" + value.name(), value.indices(), value.domain(), node));
    }
    return known.get(value.name());
  }

  private boolean known(String name) {
    return added.stream().anyMatch(e -> e.name().equals(name));
  }

  private static List<Index> outer(Equation input) {
    return input.indices().stream().filter(i -> !i.isFeature()).toList();
  }

  private Equation add(String name, List<Index> indices, Node node) {
    return add(name, indices, Domain.ALL, node);
  }

  private Equation add(String name, List<Index> indices, Domain domain, Node node) {
    Equation equation = new Equation(name, indices, domain, node, Optional.empty());
    added.add(equation);
    return equation;
  }

  private Read input(String name, List<Index> indices, List<Integer> axes) {
    inputs.add(
        new Signature.Input(
            name,
            Kind.REAL,
            indices.stream().filter(Index::isFeature).map(Index::size).toList(),
            axes,
            Optional.empty(),
            OptionalDouble.empty()));
    return add(name, indices, new Node.Input(name)).read();
  }
}
