package dev.rondo.compiler.equations;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class CheckEquationsTest {
  private static final Index T = Index.time("t");
  private static final Index B = Index.BATCH;

  @Test
  void acceptsAnElmanCellAndItsGradient() {
    CheckEquations.check(ElmanByHand.equations());
  }

  @Test
  void refusesAnUnknownName() {
    refuses("h", e -> e.with(e.node().map(r -> r.of("nothing"))), "no equation");
  }

  @Test
  void refusesAnotherSize() {
    refuses(
        "h",
        e ->
            new Equation(
                e.name(), List.of(T, B, Index.feature("i", 4)), Domain.ALL, e.node(), e.span()),
        "index i of");
  }

  @Test
  void refusesAnIndexThatTheResultLacks() {
    refuses(
        "%s",
        e -> new Equation(e.name(), List.of(T, B), Domain.ALL, e.node(), e.span()),
        "lacks index i");
  }

  @Test
  void refusesALargerDomainThanItsArguments() {
    refuses(
        "next",
        e -> new Equation(e.name(), e.indices(), Domain.ALL, e.node(), e.span()),
        "it is defined at");
  }

  @Test
  void refusesAnInstantaneousCycle() {
    refuses(
        "%h",
        e -> e.with(new Node.Elementwise(Op.NEG, List.of(ElmanByHand.read("h", "t # i")))),
        "without a delay");
  }

  @Test
  void refusesDelaysBothWaysInACycle() {
    refuses(
        "%s",
        e ->
            e.with(
                new Node.Delay(
                    ElmanByHand.read("da", "t # i"), "t", 1, ElmanByHand.read("%hh", "t # i"))),
        "point both ways");
  }

  @Test
  void refusesARootWithoutAnEquation() {
    Equations system = ElmanByHand.equations().withRoots(Map.of("loss", "nothing"));
    assertThatThrownBy(() -> CheckEquations.check(system)).hasMessageContaining("root loss");
  }

  private static void refuses(String name, UnaryOperator<Equation> change, String message) {
    Equations system = ElmanByHand.equations();
    List<Equation> changed = new ArrayList<>(system.equations());
    changed.replaceAll(e -> e.name().equals(name) ? change.apply(e) : e);
    assertThatThrownBy(() -> CheckEquations.check(system.with(changed)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(message);
  }
}
