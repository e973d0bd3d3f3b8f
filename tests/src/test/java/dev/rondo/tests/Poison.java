package dev.rondo.tests;

import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Runner;
import java.lang.reflect.Field;
import java.util.Arrays;

/**
 * Writes NaN over everything that a runner has computed or read: rows of all steps, what lies
 * beyond them from a larger layout, rows of other windows. Parameters must be loaded again after.
 */
final class Poison {
  private Poison() {}

  static void fill(Runner runner, Program program) {
    Object[][] buffers = field(runner, "buffers");
    for (int i = 0; i < buffers.length; i++) {
      Plan.Content content = program.plan().buffers().get(i).content();
      if (content instanceof Plan.Computed || content instanceof Plan.Positions) {
        fill(buffers[i]);
      }
    }
    for (String name : new String[] {"ahead", "carried"}) {
      for (Object[] rows : field(runner, name)) {
        fill(rows);
      }
    }
  }

  private static void fill(Object[] rows) {
    for (Object row : rows) {
      if (row instanceof float[] floats) {
        Arrays.fill(floats, Float.NaN);
      } else {
        Arrays.fill((double[]) row, Double.NaN);
      }
    }
  }

  private static Object[][] field(Runner runner, String name) {
    try {
      Field field = Runner.class.getDeclaredField(name);
      field.setAccessible(true);
      return (Object[][]) field.get(runner);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("the runner keeps its storage elsewhere now", e);
    }
  }
}
