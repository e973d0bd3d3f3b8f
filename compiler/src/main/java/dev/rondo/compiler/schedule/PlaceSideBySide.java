package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gives kernels' values that are put side by side their places there: nothing is moved. */
final class PlaceSideBySide {
  private final Map<String, Equation> byName;
  private final Spaces spaces;
  private final Storage storage;

  /** The values that kernels write there. */
  private final Set<String> parts = new HashSet<>();

  /** What they make up together. */
  private final Set<String> wholes = new HashSet<>();

  /**
   * @param alone values that need rows of their own
   */
  PlaceSideBySide(
      Equations system, Spaces spaces, Storage storage, List<Region> regions, Set<String> alone) {
    this.byName = system.byName();
    this.spaces = spaces;
    this.storage = storage;
    Set<String> kernels = new HashSet<>();
    regions.stream()
        .flatMap(r -> r.flat().stream())
        .filter(s -> s instanceof Statement.Kernel)
        .forEach(s -> s.defines().forEach(e -> kernels.add(e.name())));
    kernels.removeAll(alone);
    kernels.removeAll(system.roots().values());
    for (Equation equation : system.equations()) {
      if (equation.node() instanceof Node.Concat concat
          && spaces.of(equation).hasSteps()
          && equation.features().get(0).name().equals(concat.index())) {
        inOnePlace(equation, concat, kernels);
      }
    }
  }

  /** Whether a value is a part that its kernel writes in place. */
  boolean contains(String name) {
    return parts.contains(name);
  }

  private void inOnePlace(Equation equation, Node.Concat concat, Set<String> kernels) {
    Space space = spaces.of(equation);
    Set<String> own = new HashSet<>();
    boolean fits =
        concat.parts().stream()
            .map(Read::name)
            .allMatch(
                n ->
                    kernels.contains(n)
                        && own.add(n)
                        && !parts.contains(n)
                        && spaces.of(byName.get(n)).equals(space));
    if (!fits) {
      return;
    }
    int table = storage.rows(space, 0, equation.width(), new Plan.Computed(), equation.name());
    storage.place(equation.name(), new Place(table, 0, space, equation.width()));
    wholes.add(equation.name());
    int offset = 0;
    for (Read part : concat.parts()) {
      int width = byName.get(part.name()).width();
      parts.add(part.name());
      storage.place(part.name(), new Place(table, offset, space, width));
      offset += width;
    }
  }

  /** The regions without what is in its place already. */
  List<Region> withoutMoves(List<Region> regions) {
    return regions.stream().map(this::withoutMoves).filter(r -> !r.statements().isEmpty()).toList();
  }

  private Region withoutMoves(Region region) {
    List<Statement> left = new ArrayList<>();
    for (Statement statement : region.statements()) {
      if (statement instanceof Statement.Repeat repeat) {
        left.add(new Statement.Repeat(withoutMoves(repeat.region())));
      } else if (!wholes.contains(statement.defines().get(0).name())) {
        left.add(statement);
      }
    }
    return region.with(left);
  }
}
