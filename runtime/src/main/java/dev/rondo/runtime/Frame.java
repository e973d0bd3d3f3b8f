package dev.rondo.runtime;

/** The numbers of one window, as emitted code sees them: tables of rows, and which rows when. */
public final class Frame {
  /** Work for which it pays to wait for another thread, which takes about a microsecond. */
  private static final int WORTH_MEETING = 50;

  /** So many rows stay together: a product takes them at once. */
  private static final int UNIT = 8;

  /** Each a {@code float[][]} or {@code double[][]}; numbered by the plan. */
  public final Object[][] tables;

  /** By axis: the most positions that a sequence has in this window. */
  public int[] lengths;

  /** For each of the plan's blocks: where this part's rows of each step begin and end, in turn. */
  public int[][] blocks;

  /** The same for the rows of all parts. */
  public int[][] whole;

  /** That of which this one is a part; null: it is none. */
  private final Frame of;

  /** Which part of the work this frame is for, from 0. */
  public int part;

  /** In how many parts the work is cut. */
  public int parts = 1;

  /** How many strips of the window came before this one: in the first one sums begin. */
  public int strip;

  /** Where the parts wait for each other; null: it is the only one. */
  Barrier barrier;

  /** For each of the plan's segments and each row: where the rows begin that are summed. */
  public int[][] from;

  /** And where they end. */
  public int[][] to;

  Frame(Plan plan) {
    this.of = null;
    this.tables = new Object[plan.tables().size()][];
    this.lengths = new int[plan.axes().size()];
    this.blocks = new int[plan.blocks().size()][];
    this.whole = blocks;
    this.from = new int[plan.segments().size()][];
    this.to = new int[plan.segments().size()][];
  }

  /**
   * Part {@code part} of {@code parts} of another frame: its tables, and {@code blocks} of them.
   */
  Frame(Frame of, int part, int parts, int[][] blocks, Object[][] tables) {
    this.of = of;
    this.tables = tables;
    this.lengths = of.lengths;
    this.blocks = blocks;
    this.whole = of.blocks;
    this.part = part;
    this.parts = parts;
    this.strip = of.strip;
    this.from = of.from;
    this.to = of.to;
  }

  /** A strip of another frame. */
  Frame(Frame of, int strip, int[] lengths, int[][] blocks, int[][] from, int[][] to) {
    this.of = null;
    this.tables = of.tables;
    this.lengths = lengths;
    this.blocks = blocks;
    this.whole = blocks;
    this.strip = strip;
    this.from = from;
    this.to = to;
  }

  /** The most rows that a step of the plan's blocks has: the first one's. */
  public int rows(int blocks) {
    int[] steps = whole[blocks];
    return steps.length == 0 ? 0 : steps[1] - steps[0];
  }

  /**
   * With which frame a part goes through a loop whose steps all parts do together.
   *
   * @param work of a step: of each row of each statement a thousand operations, and those that it
   *     has, in thousands
   * @param meetings how often the parts wait for each other in a step
   * @return itself; or that of which it is a part, if waiting would take longer than it saves
   */
  public Frame together(int work, int meetings) {
    return of != null && work < WORTH_MEETING * meetings ? of : this;
  }

  /** Whether a part has nothing to do in a loop that {@link #together} gave a frame for. */
  public boolean isIdle(Frame frame) {
    return frame != this && part > 0;
  }

  /** Where this part's rows begin of a step that all parts do together. */
  public int from(int block, int step) {
    return cut(block, step, part);
  }

  /** And where they end. */
  public int to(int block, int step) {
    return cut(block, step, part + 1);
  }

  private int cut(int block, int step, int at) {
    int first = whole[block][2 * step];
    int rows = whole[block][2 * step + 1] - first;
    return first + (at == parts ? rows : (int) ((long) rows * at / parts) / UNIT * UNIT);
  }

  /** Waits until the other parts are as far as this one. */
  public void meet() {
    if (barrier != null) {
      barrier.meet();
    }
  }
}
