package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an element-wise operand lies to the numbers of the result, which two loops go over: the inner
 * one over those of the last indices.
 */
public enum Broadcast {
  /** One number. */
  ONE,
  /** A number for each. */
  EACH,
  /** A number for each turn of the outer loop. */
  OUTER,
  /** A number for each turn of the inner loop, the same ones again in each turn of the outer. */
  INNER;

  /**
   * How a read lies.
   *
   * @param inner how many turns the inner loop has: all numbers, if there is one loop only
   * @return empty: in another way
   */
  static Optional<Broadcast> find(
      Read read, Equation reader, long inner, Map<String, Equation> byName) {
    List<Index> all = reader.features().stream().filter(i -> i.size() > 1).toList();
    List<String> names = all.stream().map(Index::name).toList();
    List<String> own = new ArrayList<>(AlignOperands.features(read, byName));
    own.removeIf(
        n -> reader.features().stream().anyMatch(i -> i.name().equals(n) && i.size() == 1));
    if (own.isEmpty() || own.equals(names)) {
      return Optional.of(own.isEmpty() ? ONE : EACH);
    }
    int count = own.size();
    if (count > names.size()) {
      return Optional.empty();
    }
    if (own.equals(names.subList(0, count)) && size(all.subList(count, all.size())) == inner) {
      return Optional.of(OUTER);
    }
    int before = names.size() - count;
    return own.equals(names.subList(before, names.size()))
            && size(all.subList(before, all.size())) == inner
        ? Optional.of(INNER)
        : Optional.empty();
  }

  /** What a value is called that lies so: it may be read in two ways by one kernel. */
  public String of(String value) {
    return value + " " + this;
  }

  /** How an operand of a kernel lies. */
  public static Broadcast of(Read read, Equation reader, long inner, Map<String, Equation> byName) {
    return find(read, reader, inner, byName).orElseThrow();
  }

  private static long size(List<Index> features) {
    return features.stream().mapToLong(Index::size).reduce(1, (a, b) -> a * b);
  }

  /** All inner loops that the indices of a result allow, the longest first. */
  private static List<Long> all(Equation equation) {
    List<Index> features = equation.features();
    List<Long> all = new ArrayList<>(List.of(size(features)));
    for (int i = 1; i < features.size(); i++) {
      all.add(size(features.subList(i, features.size())));
    }
    return all;
  }

  /** The inner loop by which most operands need no copy; the longest of equal ones. */
  static long best(Equation equation, Map<String, Equation> byName) {
    long best = 0;
    long most = -1;
    for (long inner : all(equation)) {
      long fit = fitting(equation, inner, byName);
      if (fit > most) {
        most = fit;
        best = inner;
      }
    }
    return best;
  }

  /** That loop, if it is right for all operands. */
  static OptionalLong inner(Equation equation, Map<String, Equation> byName) {
    long best = best(equation, byName);
    boolean all = fitting(equation, best, byName) == equation.node().reads().size();
    return all ? OptionalLong.of(best) : OptionalLong.empty();
  }

  private static long fitting(Equation equation, long inner, Map<String, Equation> byName) {
    return equation.node().reads().stream()
        .filter(r -> find(r, equation, inner, byName).isPresent())
        .count();
  }
}
