package dev.rondo.runtime;

/** The numbers of one window, as emitted code sees them: tables of rows, and which rows when. */
public final class Frame {
  /** Each a {@code float[][]} or {@code double[][]}; numbered by the plan. */
  public final Object[][] tables;

  /** By axis: the most positions that a sequence has in this window. */
  public int[] lengths;

  /** For each of the plan's blocks: the first row of each step; behind them how many there are. */
  public int[][] blocks;

  /** For each of the plan's segments and each row: where the rows begin that are summed. */
  public int[][] from;

  /** And where they end. */
  public int[][] to;

  Frame(Plan plan) {
    this.tables = new Object[plan.tables().size()][];
    this.lengths = new int[plan.axes().size()];
    this.blocks = new int[plan.blocks().size()][];
    this.from = new int[plan.segments().size()][];
    this.to = new int[plan.segments().size()][];
  }
}
