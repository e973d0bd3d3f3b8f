package dev.rondo.compiler.schedule;

import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Plan.Space;
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

  private final List<Plan.Buffer> buffers = new ArrayList<>();
  private final List<Plan.Table> tables = new ArrayList<>();
  private final Map<Plan.Table, Integer> numbers = new HashMap<>();
  private final Map<String, Place> places = new LinkedHashMap<>();
  private final Map<String, Integer> packs = new LinkedHashMap<>();
  private final List<Integer> domains = new ArrayList<>();

  /** A row as a statement reads or writes it. {@code single}: there is one, for all of its rows. */
  public record Operand(int table, int offset, boolean single, int width) {}

  int buffer(Space space, int rows, int width, Plan.Content content, String what) {
    buffers.add(new Plan.Buffer(space, rows, width, content, what));
    return buffers.size() - 1;
  }

  /** A new buffer and the table of its rows. */
  int rows(Space space, int width, Plan.Content content, String what) {
    return table(new Plan.Rows(space, buffer(space, 1, width, content, what)));
  }

  int matrix(int rows, int width, String what) {
    int buffer = buffer(Space.MATRIX, rows, width, new Plan.Computed(), what);
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
    boolean single = place.space() == Space.ONE;
    int table = single ? place.table() : spread(place, space);
    return new Operand(table, place.offset(), single && space != Space.ONE, place.width());
  }

  private int spread(Place place, Space space) {
    boolean steps = place.space() == Space.STEP || place.space() == Space.SCRATCH;
    return space == Space.STEP && !steps ? table(new Plan.PerStep(place.table())) : place.table();
  }

  /** A value with the defined rows of a domain in the order of a sum over them. */
  public Operand ordered(String name, Space of, int missing, boolean descending) {
    Place place = place(name);
    if (of == Space.SEQUENCE) {
      int table =
          place.space() == Space.ONE ? table(new Plan.PerSequence(place.table())) : place.table();
      return new Operand(table, place.offset(), false, place.width());
    }
    int table =
        place.space() == Space.STEP ? place.table() : table(new Plan.PerStep(place.table()));
    int domain = domain(missing);
    int ordered =
        table(descending ? new Plan.Backward(table, domain) : new Plan.Forward(table, domain));
    return new Operand(ordered, place.offset(), false, place.width());
  }

  /** The number of a domain: of how many steps are missing at the end. */
  public int domain(int missing) {
    if (!domains.contains(missing)) {
      domains.add(missing);
    }
    return domains.indexOf(missing);
  }

  /** The table of a packed matrix. */
  public int pack(Statement.Multiply multiply) {
    return packs.computeIfAbsent(
        multiply.pack(),
        key ->
            matrix(
                multiply.inner(),
                multiply.width(),
                "packed " + multiply.columns().stream().map(Statement.Column::matrix).toList()));
  }

  /** The matrix in which a sum of outer products is built up. */
  public int sums(int rows, int width, String what) {
    return packs.computeIfAbsent(SUMS + what, key -> matrix(rows, width, what));
  }

  /** The tables of all such matrices. */
  List<Integer> sums() {
    return packs.entrySet().stream()
        .filter(pack -> pack.getKey().startsWith(SUMS))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** One row again and again, for each row of a space. */
  public int repeated(int table, Space space) {
    return table(space == Space.STEP ? new Plan.PerStep(table) : new Plan.PerSequence(table));
  }

  Plan plan(
      List<Plan.Load> loads,
      List<Plan.Feed> feeds,
      List<Plan.Carry> carries,
      List<Plan.Result> results,
      FindShared shared,
      Plan.Limits limits) {
    return new Plan(
        buffers,
        tables,
        loads,
        feeds,
        carries,
        domains,
        results,
        shared.prepared(),
        shared.begun(feeds),
        limits);
  }

  /** The buffer of a table of its own rows. */
  int bufferOf(int table) {
    return ((Plan.Rows) tables.get(table)).buffer();
  }

  List<Plan.Buffer> buffers() {
    return List.copyOf(buffers);
  }
}
