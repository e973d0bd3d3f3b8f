package dev.rondo.compiler.schedule;

import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Plan.Space;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The buffers and tables of a plan while it is made; asking twice for a table gives the same one.
 */
public final class Storage {
  private static final String SUMS = "sums ";
  private static final String SCRATCH = "scratch ";

  private final List<Plan.Buffer> buffers = new ArrayList<>();
  private final List<Plan.Table> tables = new ArrayList<>();
  private final Map<Plan.Table, Integer> numbers = new HashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, Integer> packs = new LinkedHashMap<>();
  private final List<Plan.Blocks> blocks = new ArrayList<>();
  private final List<Plan.Segments> segments = new ArrayList<>();
  private final List<Signature.Axis> axes;

  Storage(List<Signature.Axis> axes) {
    this.axes = axes;
  }

  /** A row as a statement reads or writes it. {@code single}: there is one, for all of its rows. */
  public record Operand(int table, int offset, boolean single, int width) {}

  private int buffer(
      Space space, int loops, int rows, int width, Plan.Content content, String what) {
    buffers.add(new Plan.Buffer(space, loops, rows, width, content, what));
    return buffers.size() - 1;
  }

  /**
   * A new buffer and the table of its rows.
   *
   * @param loops so many loops use the same rows again at each step
   */
  int rows(Space space, int loops, int width, Plan.Content content, String what) {
    return table(new Plan.Rows(space, buffer(space, loops, 1, width, content, what)));
  }

  int matrix(int rows, int width, String what) {
    return matrix(rows, width, new Plan.Computed(), what);
  }

  private int matrix(int rows, int width, Plan.Content content, String what) {
    int buffer = buffer(Space.MATRIX, 0, rows, width, content, what);
    return table(new Plan.Rows(Space.MATRIX, buffer));
  }

  int table(Plan.Table table) {
    Integer known = numbers.get(table);
    if (known != null) {
      return known;
    }
    tables.add(table);
    numbers.put(table, tables.size() - 1);
    return tables.size() - 1;
  }

  void place(String name, Place place) {
    if (places.put(name, place) != null) {
      throw new IllegalStateException("two places for " + name);
    }
  }

  public boolean stored(String name) {
    return places.containsKey(name);
  }

  /** Whether a value has rows for all steps: not those of one step, used again. */
  boolean keepsSteps(String name) {
    return stored(name) && loops(place(name).table()) <= 0;
  }

  public Place place(String name) {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalStateException("no place for " + name);
    }
    return place;
  }

  /** A value as a statement over the rows of a space reads it. */
  public Operand operand(String name, Space space) {
    Place place = place(name);
    boolean single = !place.space().isRows();
    int table = single ? place.table() : spread(place, space);
    return new Operand(table, place.offset(), single && space.isRows(), place.width());
  }

  private int spread(Place place, Space space) {
    return space.equals(place.space())
        ? place.table()
        : table(new Plan.Spread(place.table(), space, -1, -1));
  }

  /** A value at the rows of segments, those of each one behind the other. */
  public Operand listed(String name, Plan.Segments segments) {
    Place place = place(name);
    int table =
        place.space().isRows()
            ? spread(place, segments.source())
            : repeated(place.table(), segments.source());
    int listed = table(new Plan.Listed(table, segments(segments)));
    return new Operand(listed, place.offset(), false, place.width());
  }

  /** The number of the rows that belong to each row of a space. */
  public int segments(Plan.Segments wanted) {
    if (!segments.contains(wanted)) {
      segments.add(wanted);
    }
    return segments.indexOf(wanted);
  }

  /** The number of the rows of each step of so many loops. */
  public int blocks(Space space, int depth) {
    Plan.Blocks wanted = new Plan.Blocks(space, depth);
    if (!blocks.contains(wanted)) {
      blocks.add(wanted);
    }
    return blocks.indexOf(wanted);
  }

  /** The positions of a space's rows along an axis. */
  public int positions(Space space, int axis) {
    return packs.computeIfAbsent(
        "positions " + axis + " " + space,
        key -> rows(space, 0, 1, new Plan.Positions(axis), "positions"));
  }

  /** The number of an axis. */
  public int axis(String name) {
    return axes.stream().map(Signature.Axis::name).toList().indexOf(name);
  }

  /** The table of a packed matrix, which lies as the emitter says. */
  public int pack(Statement.Multiply multiply, int rows, int width) {
    return packs.computeIfAbsent(
        multiply.pack(),
        key ->
            matrix(
                rows,
                width,
                "packed " + multiply.columns().stream().map(Statement.Column::matrix).toList()));
  }

  /** The table of a matrix that the emitter has packed. */
  int packed(Statement.Multiply multiply) {
    return packs.get(multiply.pack());
  }

  /** A matrix that statements work in, one after the other; several at once differ by what for. */
  public int scratch(String what, int rows, int width) {
    return packs.computeIfAbsent(
        SCRATCH + what + " " + rows + " x " + width,
        key -> matrix(rows, width, new Plan.Working(), "scratch"));
  }

  /** The matrix in which a sum of outer products is built up. */
  public int sums(int rows, int width, String what) {
    return packs.computeIfAbsent(SUMS + what, key -> matrix(rows, width, what));
  }

  /** The tables of all matrices that no value has: of sums, and to work in. */
  List<Integer> working() {
    return packs.entrySet().stream()
        .filter(pack -> pack.getKey().startsWith(SUMS) || pack.getKey().startsWith(SCRATCH))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** One row again and again, for each row of a space. */
  public int repeated(int table, Space space) {
    return table(new Plan.Spread(table, space, -1, -1));
  }

  Plan plan(
      List<Plan.Load> loads,
      List<Plan.Feed> feeds,
      List<Plan.Carry> carries,
      List<Plan.Result> results,
      FindShared shared,
      Plan.Limits limits) {
    return new Plan(
        axes,
        buffers,
        tables,
        blocks,
        segments,
        loads,
        feeds,
        carries,
        results,
        shared.prepared(),
        shared.begun(feeds),
        limits);
  }

  /** In how many loops the rows of a table are used again at each step; −1 if they are others'. */
  int loops(int table) {
    return tables.get(table) instanceof Plan.Rows rows ? buffers.get(rows.buffer()).loops() : -1;
  }

  /** The buffer of a table of its own rows. */
  int bufferOf(int table) {
    return ((Plan.Rows) tables.get(table)).buffer();
  }

  List<Plan.Buffer> buffers() {
    return List.copyOf(buffers);
  }
}
