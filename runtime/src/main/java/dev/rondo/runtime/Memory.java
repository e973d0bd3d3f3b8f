package dev.rondo.runtime;

import java.util.Arrays;
import java.util.List;

/**
 * The storage of one program: rows for the sequences of a layout, and a frame that shows them. It
 * is made again only when more rows are needed.
 */
final class Memory {
  /** What an array takes beside its numbers. */
  private static final int ROW = 16;

  final Program program;
  final Plan plan;
  final Rows kind;
  final Frame frame;

  /** The rows of each buffer. */
  final Object[][] buffers;

  /** By feed: rows behind the window, so many a packed sequence. */
  final Object[][] ahead;

  /** By carry: rows before the window, so many a packed sequence. */
  final Object[][] carried;

  /** By segments: which rows are summed. */
  private int[][] listed;

  /** By buffer: where the row of a number lies; null: there. */
  private int[][] places;

  private final int reach;
  private final List<Crossing> crossings;
  private Layout layout;
  private Strips strips;
  private List<Frame> parts = List.of();
  private boolean parted;

  /** Without any sequence. */
  Memory(Program program) {
    this(program, new Object[program.plan().buffers().size()][]);
  }

  private Memory(Program program, Object[][] shared) {
    this.program = program;
    this.plan = program.plan();
    this.kind = Rows.of(program.precision());
    this.frame = new Frame(plan);
    this.buffers = shared;
    this.ahead = new Object[plan.feeds().size()][];
    this.carried = new Object[plan.carries().size()][];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = buffers[i] == null ? kind.table(0) : buffers[i];
    }
    this.reach = reach(plan);
    this.crossings = Crossing.of(plan);
    Arrays.fill(ahead, kind.table(0));
    Arrays.fill(carried, kind.table(0));
    layOut(new Layout(plan.axes(), List.of(), 0, null), Long.MAX_VALUE);
  }

  /** How many steps away a step of the first axis is read at most. */
  private static int reach(Plan plan) {
    int reach = 0;
    for (Plan.Table table : plan.tables()) {
      if (table instanceof Plan.Delayed delayed && delayed.axis() == 0) {
        reach = Math.max(reach, Math.abs(delayed.by()) + delayed.missing());
      } else if (table instanceof Plan.Ended ended) {
        reach = Math.max(reach, ended.missing());
      }
      for (Plan.Along along : table.space().along()) {
        reach = Math.max(reach, along.missing());
      }
    }
    return reach;
  }

  /** Another memory that shares what parameters alone decide, and from then on only reads it. */
  Memory fork() {
    Object[][] shared = new Object[buffers.length][];
    plan.prepared().forEach(i -> shared[i] = buffers[i]);
    return new Memory(program, shared);
  }

  Layout layout() {
    return layout;
  }

  /** The strips of the window. */
  Strips strips() {
    return strips;
  }

  /** Makes room for a window; in strips if all of its rows take more bytes than there is room. */
  void layOut(Layout next, long room) {
    if (next == layout) {
      return;
    }
    if (next.sameShape(layout, reach)) {
      next.share(layout);
      layout = next;
      return;
    }
    layout = next;
    strips = strips(next, room);
    places = new int[buffers.length][];
    for (int i = 0; i < buffers.length; i++) {
      places[i] = places(i, layout, strips);
      buffers[i] = grown(buffers[i], used(i), plan.buffers().get(i));
    }
    int sequences = layout.sequences();
    for (int i = 0; i < ahead.length; i++) {
      Plan.Feed feed = plan.feeds().get(i);
      ahead[i] = grown(ahead[i], feed.ahead() * sequences, width(feed));
    }
    for (int i = 0; i < carried.length; i++) {
      Plan.Carry carry = plan.carries().get(i);
      carried[i] = grown(carried[i], carry.depth() * sequences, carry.width());
    }
    listed = show(frame, layout);
    count();
    parted = false;
  }

  /** The frame in so many parts. */
  List<Frame> parts(int count) {
    if (!parted || parts.size() != count) {
      parts = parts(frame, count);
      parted = true;
    }
    return parts;
  }

  /** A strip of the frame in so many parts, {@code before} others behind. */
  List<Frame> parts(int strip, int before, int count) {
    Frame some = strips.cut(frame, listed, strip, before);
    if (count < 2) {
      return List.of(some);
    }
    parted = false;
    parts = parts(some, count);
    return parts;
  }

  private List<Frame> parts(Frame of, int count) {
    return new CutFrame(plan, kind, layout, of, count).cut(parts);
  }

  /** How many rows of a buffer the layout uses. */
  int used(int buffer) {
    int[] at = places[buffer];
    return at == null ? rows(plan.buffers().get(buffer), layout) : used(at);
  }

  private Strips strips(Layout window, long room) {
    Strips whole = new Strips(plan, window, Integer.MAX_VALUE);
    boolean fits = !plan.limits().strips().isEmpty() || bytes(window, whole) <= room;
    return fits ? whole : new Strips(plan, window, Strips.steps(window));
  }

  /** What {@link #layOut} would keep. */
  Storage storage(Layout window, long room) {
    Strips cut = strips(window, room);
    Strips whole = new Strips(plan, window, Integer.MAX_VALUE);
    return new Storage(bytes(window, cut), bytes(window, whole), cut.first(1));
  }

  /** How many bytes the rows of a window need in strips. */
  private long bytes(Layout window, Strips cut) {
    long bytes = 0;
    for (int i = 0; i < buffers.length; i++) {
      Plan.Buffer buffer = plan.buffers().get(i);
      int[] at = places(i, window, cut);
      long rows = at == null ? rows(buffer, window) : used(at);
      bytes += rows * (ROW + (long) program.precision().bytes() * buffer.width());
    }
    return bytes;
  }

  /** Where the rows of a buffer lie; null: at their numbers. */
  private int[] places(int buffer, Layout window, Strips cut) {
    Plan.Buffer of = plan.buffers().get(buffer);
    return cut.count > 1 && of.space().has(0) && of.loops() == 0
        ? cut.places(window.grid(of.space()), crossings.get(buffer))
        : null;
  }

  private static int used(int[] at) {
    return 1 + Arrays.stream(at).reduce(-1, Math::max);
  }

  /** How many rows a buffer needs. */
  static int rows(Plan.Buffer buffer, Layout layout) {
    return switch (buffer.space().kind()) {
      case ONE -> 1;
      case MATRIX -> buffer.rows();
      case ROWS -> {
        Grid grid = layout.grid(buffer.space());
        yield buffer.loops() == 0 ? grid.rows : grid.largest(buffer.loops());
      }
    };
  }

  /**
   * Sets a frame's tables up for a layout that needs no more rows than this memory has.
   *
   * @return by segments: which rows are summed
   */
  int[][] show(Frame frame, Layout layout) {
    return new BuildTables(plan, kind, frame, buffers, ahead, carried, places, layout).build();
  }

  /** How many steps further on a buffer is read. */
  int forth(int buffer) {
    return crossings.get(buffer).forth();
  }

  /** A row of a buffer by its number in the buffer's space. */
  Object row(int buffer, int number) {
    int[] at = places[buffer];
    return buffers[buffer][at == null ? number : at[number]];
  }

  /** Sets a buffer to the positions along an axis, in rows that begin and end so. */
  void positions(int buffer, int axis, int from, int to) {
    Grid grid = layout.grid(plan.buffers().get(buffer).space());
    int[] here = new int[layout.axes()];
    for (int p = from; p < to; p++) {
      grid.read(p, here);
      double position = (double) (layout.start(axis, grid.sequence[p]) + here[axis]);
      kind.set(row(buffer, p), 0, position);
    }
  }

  /**
   * The row of a table for the caller's sequence at a position by number.
   *
   * @param axes those that the number counts along; the last varies fastest
   */
  int row(int table, int sequence, List<Integer> axes, int number) {
    Plan.Space space = plan.tables().get(table).space();
    int r = layout.place[sequence];
    if (!space.isRows()) {
      return 0;
    }
    Grid grid = layout.grid(space);
    if (space.along().size() < 2) {
      return grid.row(r, number);
    }
    int[] rows = grid.rows(r, axes);
    if (number < 0 || number >= rows.length) {
      throw new IllegalArgumentException("there is no position " + number);
    }
    return rows[number];
  }

  int width(Plan.Feed feed) {
    return plan.buffers().get(feed.buffer()).width();
  }

  private Object[] grown(Object[] rows, int count, Plan.Buffer buffer) {
    int before = rows.length;
    Object[] all = grown(rows, count, buffer.width());
    if (buffer.content() instanceof Plan.Filled filled) {
      for (int i = before; i < all.length; i++) {
        kind.fill(all[i], buffer.width(), filled.value());
      }
    }
    return all;
  }

  /** At least so many rows, those that were there among them. */
  private Object[] grown(Object[] rows, int count, int width) {
    if (rows.length >= count) {
      return rows;
    }
    Object[] all = kind.table(count);
    System.arraycopy(rows, 0, all, 0, rows.length);
    for (int i = rows.length; i < count; i++) {
      all[i] = kind.row(width);
    }
    return all;
  }

  private void count() {
    for (int i = 0; i < buffers.length; i++) {
      if (plan.buffers().get(i).content() instanceof Plan.Counted counted) {
        kind.set(buffers[i][0], 0, layout.grid(counted.of()).rows);
      }
    }
  }
}
