package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.runtime.Plan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What runs when, and where every value is.
 *
 * @param inPlace products that continue chains where they stand
 * @param plan the storage, final once the emitter has asked for the tables it needs
 */
public record Scheduled(
    Equations system,
    List<Region> regions,
    Storage storage,
    Set<Statement> inPlace,
    Supplier<Plan> plan) {
  public Scheduled {
    regions = List.copyOf(regions);
  }

  public Map<String, Equation> byName() {
    return system.byName();
  }
}
