package dev.rondo.compiler.emit;

import dev.rondo.runtime.Precision;

/**
 * How products and kernels are written: the results are the same bits in every shape.
 *
 * @param lanes how many numbers a vector of {@code jdk.incubator.vector} has; 0: plain loops, which
 *     HotSpot makes vectors of by itself and which need no module
 */
public record Shape(int lanes) {
  /** Plain loops. */
  public static final Shape PORTABLE = new Shape(0);

  private static final Shape HERE = here();

  public Shape {
    if (lanes != 0 && lanes != 4 && lanes != 8 && lanes != 16) {
      throw new IllegalArgumentException(lanes + " lanes: there are 4, 8 and 16");
    }
  }

  /** The fastest one in this JVM: doubles are for checks, and stay portable. */
  public static Shape fastest(Precision precision) {
    return precision == Precision.F32 ? HERE : PORTABLE;
  }

  /** Asked for by reflection, since the module need not be there. */
  private static Shape here() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return PORTABLE;
    }
    try {
      Object species =
          Class.forName("jdk.incubator.vector.FloatVector").getField("SPECIES_PREFERRED").get(null);
      Object lanes =
          Class.forName("jdk.incubator.vector.VectorSpecies").getMethod("length").invoke(species);
      return new Shape(Math.min(16, (Integer) lanes));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("jdk.incubator.vector is not as it was", e);
    }
  }
}
