package dev.rondo.runtime;

import java.util.Arrays;
import java.util.List;

/**
 * Which rows of a buffer are read from other strips than their own, so that each needs a place of
 * its own.
 *
 * @param back so many steps at the end of a strip, which the next one reads
 * @param forth so many at the beginning, which the one before reads
 * @param first so many at the beginning of the window
 * @param last so many at the end of each sequence
 * @param all every row
 */
record Crossing(int back, int forth, int first, int last, boolean all) {
  private static final Crossing NONE = new Crossing(0, 0, 0, 0, false);

  /** For each buffer of a plan. */
  static List<Crossing> of(Plan plan) {
    Crossing[] all = new Crossing[plan.buffers().size()];
    Arrays.fill(all, NONE);
    for (int i = 0; i < plan.tables().size(); i++) {
      reach(plan, i, NONE, all);
    }
    for (Plan.Carry carry : plan.carries()) {
      reach(plan, carry.table(), new Crossing(0, 0, 0, carry.depth(), false), all);
    }
    for (Plan.Result result : plan.results()) {
      reach(plan, result.table(), new Crossing(0, 0, 0, 0, true), all);
    }
    return List.of(all);
  }

  /** Notes what the reads of a table need of the buffers behind it. */
  private static void reach(Plan plan, int number, Crossing need, Crossing[] all) {
    Plan.Table table = plan.tables().get(number);
    if (table instanceof Plan.Rows rows) {
      all[rows.buffer()] = all[rows.buffer()].and(need);
    } else if (table instanceof Plan.Spread spread) {
      reach(plan, spread.of(), need, all);
    } else if (table instanceof Plan.Listed listed) {
      reach(plan, listed.of(), need, all);
    } else if (table instanceof Plan.Delayed delayed) {
      reach(plan, delayed.of(), delayed.axis() == 0 ? need.delayed(delayed.by()) : need, all);
      reach(plan, delayed.outside(), need, all);
    } else {
      Plan.Ended ended = (Plan.Ended) table;
      int steps = 1 + ended.missing();
      Crossing end = new Crossing(0, 0, ended.last() ? 0 : 1, ended.last() ? steps : 0, false);
      reach(plan, ended.of(), ended.axis() == 0 ? need.and(end) : need, all);
      reach(plan, ended.outside(), need, all);
    }
  }

  private Crossing and(Crossing other) {
    return new Crossing(
        Math.max(back, other.back),
        Math.max(forth, other.forth),
        Math.max(first, other.first),
        Math.max(last, other.last),
        all || other.all);
  }

  private Crossing delayed(int by) {
    int earlier = Math.max(by, 0);
    int later = Math.max(-by, 0);
    return new Crossing(
        back + earlier,
        forth + later,
        first > 0 ? first + later : 0,
        last > 0 ? last + earlier : 0,
        all);
  }
}
