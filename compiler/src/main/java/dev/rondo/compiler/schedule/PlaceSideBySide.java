package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives values that are put side by side their places there, where what computes them can write
 * anywhere: nothing is moved. One that begins as another ends goes on in the same row.
 */
final class PlaceSideBySide {
  private final Map<String, Equation> byName;
  private final Spaces spaces;
  private final Storage storage;

  /** The values that are written there. */
  private final Set<String> parts = new HashSet<>();

  /** What they make up together. */
  private final Set<String> wholes = new HashSet<>();

  /** Values whose rows hold nothing else: roots, what delays and ends read. */
  private final Set<String> ownRows = new HashSet<>();

  /**
   * @param alone values that need rows of their own
   */
  PlaceSideBySide(
      Equations system, Spaces spaces, Storage storage, List<Region> regions, Set<String> alone) {
    this.byName = system.byName();
    this.spaces = spaces;
    this.storage = storage;
    Set<String> written = new HashSet<>();
    regions.stream()
        .flatMap(r -> r.flat().stream())
        .filter(PlaceSideBySide::canWriteAnywhere)
        .forEach(s -> s.defines().forEach(e -> written.add(e.name())));
    ownRows.addAll(alone);
    ownRows.addAll(system.roots().values());
    written.removeAll(ownRows);
    List<Line> lines = new ArrayList<>();
    for (Equation equation : system.equations()) {
      if (equation.node() instanceof Node.Concat concat
          && spaces.of(equation).hasSteps()
          && equation.features().get(0).name().equals(concat.index())) {
        put(equation, concat.parts().stream().map(Read::name).toList(), written, lines);
      }
    }
    lines.forEach(this::place);
  }

  private static boolean canWriteAnywhere(Statement statement) {
    return statement instanceof Statement.Kernel
        || (statement instanceof Statement.Single single
            && single.kind() == Statement.Kind.SUM_ROWS);
  }

  /**
   * What stands in one row, and where the values that are parts of it begin.
   *
   * @param grows whether the row may hold more than its first value
   */
  private record Line(Space space, boolean grows, List<String> parts, Map<String, Integer> wholes) {
    /** At which part a value begins that goes on behind the last one; −1: it does not. */
    int beginning(List<String> value) {
      for (int from = 0; from < parts.size(); from++) {
        List<String> end = parts.subList(from, parts.size());
        if (end.size() <= value.size() && value.subList(0, end.size()).equals(end)) {
          return from;
        }
      }
      return -1;
    }
  }

  /** Whether others may need the place of a value: it is a part, or made of parts. */
  boolean contains(String name) {
    return parts.contains(name) || wholes.contains(name);
  }

  /**
   * Puts a value into a line that ends as it begins, or makes one; if its parts have other places,
   * it stays one that is moved.
   */
  private void put(Equation whole, List<String> own, Set<String> written, List<Line> lines) {
    Space space = spaces.of(whole);
    if (new HashSet<>(own).size() < own.size()
        || !own.stream()
            .allMatch(n -> written.contains(n) && spaces.of(byName.get(n)).equals(space))) {
      return;
    }
    boolean shares = !ownRows.contains(whole.name());
    for (Line line : lines) {
      int from = shares && line.grows() ? line.beginning(own) : -1;
      if (from >= 0) {
        extend(line, from, whole, own.subList(line.parts().size() - from, own.size()));
        return;
      }
    }
    Line line = new Line(space, shares, new ArrayList<>(), new LinkedHashMap<>());
    if (extend(line, 0, whole, own)) {
      lines.add(line);
    }
  }

  private boolean extend(Line line, int from, Equation whole, List<String> more) {
    if (more.stream().anyMatch(parts::contains)) {
      return false;
    }
    line.wholes().put(whole.name(), width(line.parts().subList(0, from)));
    line.parts().addAll(more);
    parts.addAll(more);
    wholes.add(whole.name());
    return true;
  }

  private int width(List<String> names) {
    return names.stream().mapToInt(n -> byName.get(n).width()).sum();
  }

  private void place(Line line) {
    Space space = line.space();
    String first = line.wholes().keySet().iterator().next();
    int table = storage.rows(space, 0, width(line.parts()), new Plan.Computed(), first);
    line.wholes()
        .forEach(
            (name, at) ->
                storage.place(name, new Place(table, at, space, byName.get(name).width())));
    int offset = 0;
    for (String part : line.parts()) {
      int width = byName.get(part).width();
      storage.place(part, new Place(table, offset, space, width));
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
