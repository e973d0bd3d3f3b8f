package dev.rondo.compiler;

import dev.rondo.compiler.differentiate.DropSurrogates;
import dev.rondo.compiler.differentiate.ForwardMode;
import dev.rondo.compiler.differentiate.ReverseMode;
import dev.rondo.compiler.elaborate.Elaborated;
import dev.rondo.compiler.elaborate.Normalize;
import dev.rondo.compiler.emit.EmitClass;
import dev.rondo.compiler.emit.Shape;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.schedule.Schedule;
import dev.rondo.compiler.schedule.Scheduled;
import dev.rondo.compiler.simplify.EliminateDead;
import dev.rondo.compiler.simplify.FixNumerics;
import dev.rondo.compiler.simplify.OrderProducts;
import dev.rondo.compiler.simplify.ProjectTables;
import dev.rondo.compiler.simplify.Simplify;
import dev.rondo.compiler.simplify.SplitConcats;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Precision;
import java.util.Map;
import java.util.Set;

/**
 * The way through the compiler behind the front end: one straight road of pure functions, a line a
 * stage. In front of it {@link Elaborated} lists the passes from a parsed file to a model that is
 * right; each stage lists its own.
 */
final class Road {
  private Road() {}

  /** A model's equations as written, every size a number. */
  static Equations equations(Elaborated model, Map<String, Integer> sizes) {
    return Normalize.normalize(model, sizes);
  }

  /** The forward system, frozen: what every program starts from. */
  static Equations forward(Equations written) {
    Equations simple = Simplify.simplify(written, Set.of());
    Equations split = SplitConcats.split(OrderProducts.order(simple));
    return ProjectTables.project(FixNumerics.fix(split, Set.of()));
  }

  /** A part of the forward system with the gradient of its loss. */
  static Equations gradient(Equations forward, Map<String, String> wanted) {
    return fixed(values(ReverseMode.differentiate(forward, wanted)), names(forward));
  }

  /** A part of the forward system with the tangent of its loss. */
  static Equations tangent(Equations forward) {
    return fixed(values(ForwardMode.differentiate(forward)), names(forward));
  }

  /** What computes the same values, and no longer says what their derivatives are. */
  static Equations values(Equations system) {
    return EliminateDead.keep(DropSurrogates.drop(system), role -> true);
  }

  private static Equations fixed(Equations system, Set<String> frozen) {
    return FixNumerics.fix(Simplify.simplify(system, frozen), frozen);
  }

  private static Set<String> names(Equations system) {
    return system.byName().keySet();
  }

  /** What runs when, and where everything is. */
  static Scheduled plan(Equations system, Plan.Limits limits) {
    return Schedule.schedule(system, limits);
  }

  /** The class that does it. */
  static byte[] code(Scheduled plan, Precision precision, Shape shape, String name, String source) {
    return EmitClass.emit(plan, precision, shape, name.replace('.', '/'), source);
  }
}
