package dev.rondo.runtime;

/** The numbers of one window, as emitted code sees them: tables of rows, and which rows when. */
public final class Frame {
  /** Each a {@code float[][]} or {@code double[][]}; numbered by the plan. */
  public final Object[][] tables;

  /** By axis: the most positions that a sequence has in this window. */
  public int[] lengths;

  /** For each of the plan's blocks: where this part's rows of each step begin and end, in turn. */
  public int[][] blocks;

  /** The same for the rows of all parts. */
  public int[][] whole;

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
    this.tables = of.tables;
    this.lengths = lengths;
    this.blocks = blocks;
    this.whole = blocks;
    this.strip = strip;
    this.from = from;
    this.to = to;
  }

  /** Waits until the other parts are as far as this one. */
  public void meet() {
    if (barrier != null) {
      barrier.meet();
    }
  }
}
