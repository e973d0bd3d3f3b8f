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
    Object memory = field(runner, "memory");
    Object[][] buffers = (Object[][]) field(memory, "buffers");
    for (int i = 0; i < buffers.length; i++) {
      Plan.Content content = program.plan().buffers().get(i).content();
      if (content instanceof Plan.Computed || content instanceof Plan.Positions) {
        fill(buffers[i]);
      }
    }
    for (String name : new String[] {"ahead", "carried"}) {
      for (Object[] rows : (Object[][]) field(memory, name)) {
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

  private static Object field(Object of, String name) {
    try {
      Field field = of.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("the runner keeps its storage elsewhere now", e);
    }
  }
}
