package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomCells.Cell;
import dev.rondo.tests.random.RandomProgram.Block;
import dev.rondo.tests.random.RandomScope.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Applications of cells over one of several axes, or over two at once. */
final class RandomTimesCells {
  /** A recurrence over two axes, which a caller may turn around. */
  private static final Block GRID =
      new Block(
          "cell Grid[H](x: [X] over t over s) -> h",
          List.of(
              "param W: [H, X] ~ glorot",
              "param Ut, Us: [H, H] ~ orthogonal",
              "state h: [H] = 0.1",
              "h = tanh(W @ x + Ut @ h[t-1] + Us @ h[s-1])"));

  /** An application whose final states another one may start from. */
  private record Earlier(
      String name, Cell cell, String size, List<String> argument, Set<String> rest) {}

  private final List<Earlier> earlier = new ArrayList<>();
  private final RandomTimes times;
  private final RandomScope model;

  RandomTimesCells(RandomTimes times) {
    this.times = times;
    this.model = times.model;
  }

  void apply() {
    Set<String> over = times.over();
    if (over.equals(Set.of("t", "s")) && times.whole && model.chance(0.3)) {
      grid(over);
      return;
    }
    String axis = model.pick(times.delays(over));
    Optional<Value> argument = times.newest(over, 1);
    if (argument.isEmpty() || model.chance(0.3)) {
      String name = model.fresh("v");
      model.members.add(name + " = tanh(" + times.varying(over, List.of("X"), 2) + ")");
      times.publish(name, List.of("X"), over, times.delays(over));
      argument = times.newest(over, 1);
    }
    Cell cell = model.pick(times.cells.cells());
    String size = model.pick("X", "H");
    Set<String> rest = times.without(over, axis);
    List<String> shape = argument.orElseThrow().shape();
    List<Earlier> fitting =
        earlier.stream()
            .filter(e -> e.argument().equals(shape) && rest.containsAll(e.rest()))
            .toList();
    Optional<Earlier> like =
        fitting.isEmpty() || model.chance(0.4)
            ? Optional.empty()
            : Optional.of(model.pick(fitting));
    if (like.isPresent()) {
      cell = like.get().cell();
      size = like.get().size();
    }
    String inner = cell.name() + "[" + size + "]";
    String name = model.fresh("a");
    boolean reverse = times.free(axis) && model.chance(0.3);
    String direction =
        over.size() == 1 && !reverse && model.chance(0.4)
            ? ""
            : ", over " + (reverse ? "reverse " : "") + axis;
    String x = argument.orElseThrow().text();
    double kind = like.isPresent() ? 1 : model.random.nextDouble();
    if (kind < 0.15) {
      model.members.add("%s = Stack[2, %s](%s%s)".formatted(name, inner, x, direction));
      publish(name, List.of(size), over, axis, reverse);
      return;
    }
    if (kind < 0.35 && times.free(axis)) {
      model.members.add("%s = Bidirectional[%s](%s%s)".formatted(name, inner, x, direction));
      publish(name, List.of("2 * " + size), over, axis, true);
      return;
    }
    model.members.add(
        "%s = %s(%s%s%s)"
            .formatted(
                name,
                inner,
                x,
                direction,
                like.isPresent() ? ", from = " + like.get().name() : from(rest, cell, size)));
    if (times.free(axis)) {
      earlier.add(new Earlier(name, cell, size, shape, rest));
    }
    publish(name, List.of(size), over, axis, reverse);
    for (String field : cell.fields()) {
      publish(name + "." + field, List.of(size), over, axis, true);
    }
  }

  private void publish(
      String name, List<String> shape, Set<String> over, String axis, boolean reverse) {
    if (over.size() > 1) {
      // a cell need not use its argument
      String varying = model.fresh("v");
      model.members.add(varying + " = " + name + " + 0.1 * " + times.scope(over).anchor);
      times.publish(varying, shape, over, times.delays(over));
    } else {
      times.publish(name, shape, over, reverse ? List.of() : List.of(axis));
    }
  }

  private String from(Set<String> rest, Cell cell, String size) {
    if (cell.states().isEmpty() || model.chance(0.5)) {
      return "";
    }
    String state = model.pick(cell.states());
    return ", from " + state + " = tanh(" + times.of(rest, List.of(size), 2) + ")";
  }

  private void grid(Set<String> over) {
    times.block(GRID);
    String name = model.fresh("grid");
    String argument = model.fresh("v");
    model.members.add(argument + " = tanh(" + times.varying(over, List.of("X"), 2) + ")");
    String turned = model.pick("", "", ", over reverse t", ", over reverse s");
    model.members.add(name + " = Grid[H](" + argument + turned + ")");
    times.publish(name, List.of("H"), over, List.of());
  }
}
