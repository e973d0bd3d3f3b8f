package dev.rondo.runtime;

import java.util.List;

/**
 * The storage of a program: what the compiler decided, for the runner to set up.
 *
 * @param axes the axes of time; along the first one a program runs in windows, or step by step
 * @param buffers rows that hold numbers
 * @param tables rows as the code sees them; a table comes after those it is made of
 * @param blocks which rows a step of loops has; numbers of {@link Frame#blocks}
 * @param segments which rows are summed; numbers of {@link Frame#from} and {@link Frame#to}
 * @param loads where parameters go
 * @param feeds where inputs go
 * @param carries what crosses from one window into the next
 * @param results where sums, counts, outputs and gradients are found
 * @param prepared buffers that parameters alone decide, which runs of the same ones can share
 * @param begun buffers of what a sequence brings before its first step, and what comes of it
 * @param limits how the program cannot be run
 */
public record Plan(
    List<Signature.Axis> axes,
    List<Buffer> buffers,
    List<Table> tables,
    List<Blocks> blocks,
    List<Segments> segments,
    List<Load> loads,
    List<Feed> feeds,
    List<Carry> carries,
    List<Result> results,
    List<Integer> prepared,
    List<Integer> begun,
    Limits limits) {
  public Plan {
    axes = List.copyOf(axes);
    buffers = List.copyOf(buffers);
    tables = List.copyOf(tables);
    blocks = List.copyOf(blocks);
    segments = List.copyOf(segments);
    loads = List.copyOf(loads);
    feeds = List.copyOf(feeds);
    carries = List.copyOf(carries);
    results = List.copyOf(results);
    prepared = List.copyOf(prepared);
    begun = List.copyOf(begun);
  }

  /**
   * How a program cannot be run; each empty if it can.
   *
   * @param windows why sequences cannot be cut into windows
   * @param streams why the outputs of a step cannot be had as soon as its inputs are there
   * @param strips why all steps of a window must be kept
   */
  public record Limits(String windows, String streams, String strips) {
    /** None. */
    public static final Limits NONE = new Limits("", "", "");

    /** The same with another reason to keep all steps. */
    public Limits strips(String why) {
      return new Limits(windows, streams, why);
    }
  }

  /** Of what there is a row. */
  public enum Kind {
    /** One row. */
    ONE,
    /** As many as the buffer says: a matrix. */
    MATRIX,
    /** One for each position along axes, of each sequence; without an axis one a sequence. */
    ROWS
  }

  /** An axis of a space, without the last positions of each sequence. */
  public record Along(int axis, int missing) {}

  /**
   * How rows are numbered: the first axis varies slowest, then the others, then the sequences in
   * packed order.
   */
  public record Space(Kind kind, List<Along> along) {
    public static final Space ONE = new Space(Kind.ONE, List.of());
    public static final Space MATRIX = new Space(Kind.MATRIX, List.of());
    public static final Space SEQUENCE = new Space(Kind.ROWS, List.of());

    public Space {
      along = List.copyOf(along);
    }

    public static Space steps(List<Along> along) {
      return new Space(Kind.ROWS, along);
    }

    public boolean isRows() {
      return kind == Kind.ROWS;
    }

    /** Whether it has a row for each position of an axis. */
    public boolean hasSteps() {
      return !along.isEmpty();
    }

    public boolean has(int axis) {
      for (int i = 0; i < along.size(); i++) { // asked again and again: nothing is allocated
        if (along.get(i).axis() == axis) {
          return true;
        }
      }
      return false;
    }
  }

  /** What a buffer holds before the code runs. */
  public sealed interface Content {}

  /** Whatever the code or a load puts there. */
  public record Computed() implements Content {}

  /** What statements work in, one after the other: each thread has its own. */
  public record Working() implements Content {}

  /** The same number everywhere. */
  public record Filled(double value) implements Content {}

  /** The position along an axis. */
  public record Positions(int axis) implements Content {}

  /** The number of rows of a space. */
  public record Counted(Space of) implements Content {}

  /**
   * Rows of numbers.
   *
   * @param loops the rows of each step of so many loops are the same ones, used again
   * @param rows of a matrix; otherwise the space says
   * @param what for people: the names of the values in it
   */
  public record Buffer(Space space, int loops, int rows, int width, Content content, String what) {}

  /** Rows under another numbering; nothing is copied. */
  public sealed interface Table {
    Space space();
  }

  /** A buffer's own rows. */
  public record Rows(Space space, int buffer) implements Table {}

  /**
   * The rows of another table, each where it is the value of a row of this space.
   *
   * @param axis an axis of the other table that is called {@code as} here, or −1
   */
  public record Spread(int of, Space space, int axis, int as) implements Table {}

  /**
   * The row {@code by} positions earlier along an axis; outside of the argument's domain another
   * row.
   *
   * @param carry number of the carry that holds rows of earlier windows, or −1
   * @param feed number of the feed that holds rows of later windows, or −1
   */
  public record Delayed(
      int of, Space space, int axis, int by, int missing, int outside, int carry, int feed)
      implements Table {}

  /** The row at the first or last defined position; for a sequence without one another row. */
  public record Ended(int of, Space space, int axis, boolean last, int missing, int outside)
      implements Table {}

  /** The rows of a table in the order of segments. */
  public record Listed(int of, int segments) implements Table {
    @Override
    public Space space() {
      return Space.MATRIX;
    }
  }

  /** Where the rows of each step of {@code depth} loops begin, along a space's first axes. */
  public record Blocks(Space space, int depth) {}

  /**
   * For each row of a space the rows of another one at the same sequence and positions, the last
   * position first if descending.
   */
  public record Segments(Space target, Space source, boolean descending) {}

  /** Numbers of the flat parameters that are copied into the row of a buffer. */
  public record Load(int offset, int size, int buffer) {}

  /**
   * An input that is copied into the rows of a buffer.
   *
   * @param input its number in the signature
   * @param ahead how many steps behind the window are read too
   * @param late the carry in which earlier steps read it, if no step reads its own; else −1
   */
  public record Feed(int input, int buffer, int ahead, int late) {}

  /** A value whose last rows are kept for the next window. */
  public record Carry(String name, int table, int depth, int width) {}

  /** A number of the frame that is asked for by a role such as {@code output/y}. */
  public record Result(String role, int table, int offset, int width) {}
}
