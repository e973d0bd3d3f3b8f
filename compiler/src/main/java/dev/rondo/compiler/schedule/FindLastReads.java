package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the values that nobody reads after a kernel, which may write its own in their place. */
final class FindLastReads {
  private FindLastReads() {}

  /**
   * By the name of the first value that a kernel computes: what it is the last to read, row by row.
   *
   * @param kept values whose rows somebody else may read
   * @param phases by value: when it is computed
   */
  static Map<String, List<String>> find(
      List<Region> regions,
      Set<String> kept,
      Map<String, Region.Phase> phases,
      Map<String, Equation> byName) {
    Map<String, Statement> last = new LinkedHashMap<>();
    for (Region region : regions) {
      region.flat().forEach(s -> s.uses().forEach(name -> last.put(name, s)));
    }
    Map<String, List<String>> found = new HashMap<>();
    last.forEach(
        (name, reader) -> {
          String first = reader.defines().get(0).name();
          if (reader instanceof Statement.Kernel
              && !kept.contains(name)
              && !Views.isView(byName.get(name), byName)
              && runAgainTogether(phases.get(name), phases.get(first))) {
            found.computeIfAbsent(first, k -> new ArrayList<>()).add(name);
          }
        });
    return found;
  }

  /** Whether a value is there again whenever what stands in its place is computed. */
  private static boolean runAgainTogether(Region.Phase value, Region.Phase reader) {
    return value == reader || (value == Region.Phase.FORWARD && reader == Region.Phase.BACKWARD);
  }
}
