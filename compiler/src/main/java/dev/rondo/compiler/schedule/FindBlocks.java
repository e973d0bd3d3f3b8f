package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds statements that can all go over a few rows before any goes over the next ones: what one
 * writes is still in the cache when another reads it.
 */
public final class FindBlocks {
  /**
   * A product goes over so many rows at a time: with 1,024 numbers each half of a second cache; and
   * each may be in a page of its own, of which a processor knows few by heart. Fewer would bring
   * its matrix more often.
   */
  private static final int ROWS = 64;

  /** Numbers of a value that other statements go over at a time: matrices go one by one. */
  private static final int NUMBERS = 64 * 1024;

  private final Region region;
  private final Map<String, Equation> byName;
  private final List<List<Statement>> blocks = new ArrayList<>();
  private final List<Statement> block = new ArrayList<>();

  /** What the block writes, and what it reads by a delay or an end. */
  private final Set<String> written = new HashSet<>();

  private final Set<String> shown = new LinkedHashSet<>();

  private FindBlocks(Region region, Map<String, Equation> byName) {
    this.region = region;
    this.byName = byName;
  }

  /** A region's statements in their order, those side by side that can go together. */
  public static List<List<Statement>> find(Region region, Map<String, Equation> byName) {
    FindBlocks pass = new FindBlocks(region, byName);
    region.statements().forEach(pass::add);
    pass.end();
    return pass.blocks;
  }

  /** Whether a statement takes each of its rows by itself. */
  public static boolean isRowByRow(Statement statement) {
    if (statement instanceof Statement.Single single) {
      return switch (single.kind()) {
        case FOLD, GATHER, PICK, MOVE, CONTRACT, CLEAR, ADD_ROWS -> true;
        case SUM_ROWS, LOOK_UP, SCATTER, PUT_BACK -> false;
      };
    }
    return statement instanceof Statement.Kernel || statement instanceof Statement.Multiply;
  }

  /** Over how many rows a statement, or all of a block, goes at a time. */
  public static int rows(Statement statement, Map<String, Equation> byName) {
    if (statement instanceof Statement.Multiply) {
      return ROWS;
    }
    Set<String> names = new HashSet<>(statement.uses());
    statement.defines().forEach(e -> names.add(e.name()));
    int widest =
        names.stream()
            .map(byName::get)
            .filter(e -> e.has(Index.Kind.TIME) || e.has(Index.Kind.BATCH))
            .mapToInt(Equation::width)
            .max()
            .orElse(1);
    return Math.max(1, Math.min(ROWS, NUMBERS / Math.max(1, widest)));
  }

  private void add(Statement statement) {
    if (!isRowByRow(statement) || !statement.space().isRows()) {
      end();
      blocks.add(List.of(statement));
      return;
    }
    Set<String> writes = new HashSet<>();
    statement.defines().forEach(e -> writes.add(e.name()));
    Set<String> views = new LinkedHashSet<>(statement.uses());
    views.removeIf(name -> !Views.isView(byName.get(name), byName));
    Set<String> shows = Views.behind(views, byName, region.loops());
    if (!block.isEmpty()
        && (!alike(block.get(0), statement) || meet(shown, writes) || meet(shows, written))) {
      end();
    }
    block.add(statement);
    written.addAll(writes);
    shown.addAll(shows);
  }

  private boolean alike(Statement a, Statement b) {
    return a.space().equals(b.space()) && rows(a, byName) == rows(b, byName);
  }

  /** Whether what is read by a delay or an end is written: other rows than the one at hand. */
  private boolean meet(Set<String> shows, Set<String> writes) {
    return shows.stream().anyMatch(name -> writes.contains(name) || isMadeOf(name, writes));
  }

  /** Whether a value is put together of some: they may be written where it is (PlaceSideBySide). */
  private boolean isMadeOf(String name, Set<String> written) {
    return byName.get(name).node() instanceof Node.Concat concat
        && concat.parts().stream().anyMatch(p -> written.contains(p.name()));
  }

  private void end() {
    if (!block.isEmpty()) {
      blocks.add(List.copyOf(block));
      block.clear();
      written.clear();
      shown.clear();
    }
  }
}
