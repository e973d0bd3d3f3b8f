package dev.rondo.runtime;

/** The numbers of one window, as emitted code sees them: tables of rows, and how many rows when. */
public final class Frame {
  /** Each a {@code float[][]} or {@code double[][]}; numbered by the plan. */
  public final Object[][] tables;

  /** The longest sequence's steps in this window. */
  public int steps;

  /** How many sequences the window has. */
  public int sequences;

  /** The first row of each step; behind the last one the number of all rows. */
  public int[] offsets = {0};

  /** For each of the plan's domains: how many sequences are defined at each step. */
  public int[][] counts;

  /** For each of the plan's domains: how many rows are defined in all. */
  public int[] defined;

  Frame(int tables, int domains) {
    this.tables = new Object[tables][];
    this.counts = new int[domains][0];
    this.defined = new int[domains];
  }
}
