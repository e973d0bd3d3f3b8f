package dev.rondo.runtime;

import java.util.List;

/**
 * The storage of a program: what the compiler decided, for the runner to set up.
 *
 * @param buffers rows that hold numbers
 * @param tables rows as the code sees them; a table comes after those it is made of
 * @param loads where parameters go
 * @param feeds where inputs go
 * @param carries what crosses from one window into the next
 * @param domains numbers of missing steps at the end, by which {@link Frame#counts} are numbered
 * @param results where sums, counts, outputs and gradients are found
 * @param prepared buffers that parameters alone decide, which runs of the same ones can share
 * @param begun buffers of what a sequence brings before its first step, and what comes of it
 * @param limits how the program cannot be run
 */
public record Plan(
    List<Buffer> buffers,
    List<Table> tables,
    List<Load> loads,
    List<Feed> feeds,
    List<Carry> carries,
    List<Integer> domains,
    List<Result> results,
    List<Integer> prepared,
    List<Integer> begun,
    Limits limits) {
  public Plan {
    buffers = List.copyOf(buffers);
    tables = List.copyOf(tables);
    loads = List.copyOf(loads);
    feeds = List.copyOf(feeds);
    carries = List.copyOf(carries);
    domains = List.copyOf(domains);
    results = List.copyOf(results);
    prepared = List.copyOf(prepared);
    begun = List.copyOf(begun);
  }

  /**
   * How a program cannot be run; each empty if it can.
   *
   * @param windows why sequences cannot be cut into windows
   * @param streams why the outputs of a step cannot be had as soon as its inputs are there
   */
  public record Limits(String windows, String streams) {
    /** None. */
    public static final Limits NONE = new Limits("", "");
  }

  /** How many rows a buffer or table has. */
  public enum Space {
    /** One. */
    ONE,
    /** One a sequence, in packed order: the longest first. */
    SEQUENCE,
    /** One a step of each sequence: all sequences of a step, step after step. */
    STEP,
    /** One a sequence, used again at every step; its table has a row for each step all the same. */
    SCRATCH,
    /** As many as the buffer says: a matrix. */
    MATRIX
  }

  /** What a buffer holds before the code runs. */
  public sealed interface Content {}

  /** Whatever the code or a load puts there. */
  public record Computed() implements Content {}

  /** The same number everywhere. */
  public record Filled(double value) implements Content {}

  /** The step's position in its sequence. */
  public record Positions() implements Content {}

  /** The number of defined rows of a domain, or of sequences. */
  public record Counted(int domain, boolean steps) implements Content {}

  /**
   * Rows of numbers.
   *
   * @param rows of a matrix; otherwise the space says
   * @param what for people: the names of the values in it
   */
  public record Buffer(Space space, int rows, int width, Content content, String what) {}

  /** Rows under another numbering; nothing is copied. */
  public sealed interface Table {
    Space space();
  }

  /** A buffer's own rows. */
  public record Rows(Space space, int buffer) implements Table {}

  /** The rows of a sequence, or the one row, at each of its steps. */
  public record PerStep(int of) implements Table {
    @Override
    public Space space() {
      return Space.STEP;
    }
  }

  /** The one row for every sequence. */
  public record PerSequence(int of) implements Table {
    @Override
    public Space space() {
      return Space.SEQUENCE;
    }
  }

  /**
   * The row {@code by} steps earlier; outside of the argument's domain another row.
   *
   * @param carry number of the carry that holds rows of earlier windows, or −1
   * @param feed number of the feed that holds rows of later windows, or −1
   */
  public record Delayed(int of, int by, int missing, int outside, int carry, int feed)
      implements Table {
    @Override
    public Space space() {
      return Space.STEP;
    }
  }

  /** The row at the first or last defined step; for a sequence without one another row. */
  public record Ended(int of, boolean last, int missing, int outside) implements Table {
    @Override
    public Space space() {
      return Space.SEQUENCE;
    }
  }

  /** The defined rows of a domain, the last step first: the order of sums over time. */
  public record Backward(int of, int domain) implements Table {
    @Override
    public Space space() {
      return Space.STEP;
    }
  }

  /** The defined rows of a domain in their own order. */
  public record Forward(int of, int domain) implements Table {
    @Override
    public Space space() {
      return Space.STEP;
    }
  }

  /** Numbers of the flat parameters that are copied into the row of a buffer. */
  public record Load(int offset, int size, int buffer) {}

  /**
   * An input that is copied into the rows of a buffer.
   *
   * @param input its number in the signature
   * @param ahead how many steps behind the window are read too
   */
  public record Feed(int input, int buffer, int ahead) {}

  /** A value whose last rows are kept for the next window. */
  public record Carry(String name, int table, int depth, int width) {}

  /** A number of the frame that is asked for by a role such as {@code output/y}. */
  public record Result(String role, int table, int offset, int width) {}
}
