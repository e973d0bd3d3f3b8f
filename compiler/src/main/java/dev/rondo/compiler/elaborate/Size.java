package dev.rondo.compiler.elaborate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * A size: a polynomial with whole coefficients over size names. Two sizes are equal only if their
 * polynomials are, whatever numbers the names happen to stand for. A name that begins with {@code
 * ?} is to be inferred.
 */
public final class Size {
  /** Coefficients by monomial; a monomial is the sorted list of its factors, the empty one is 1. */
  private final NavigableMap<String, Long> terms;

  private Size(Map<String, Long> terms) {
    this.terms = new TreeMap<>(terms);
  }

  public static Size of(long value) {
    Map<String, Long> terms = new TreeMap<>();
    if (value != 0) {
      terms.put("", value);
    }
    return new Size(terms);
  }

  public static Size of(String name) {
    return new Size(Map.of(name, 1L));
  }

  public Size plus(Size other) {
    Map<String, Long> sum = new TreeMap<>(terms);
    other.terms.forEach((m, c) -> sum.merge(m, c, Math::addExact));
    sum.values().removeIf(c -> c == 0);
    return new Size(sum);
  }

  public Size minus(Size other) {
    return plus(other.times(of(-1)));
  }

  public Size times(Size other) {
    Map<String, Long> product = new TreeMap<>();
    terms.forEach(
        (m, c) ->
            other.terms.forEach(
                (n, d) -> product.merge(join(m, n), Math.multiplyExact(c, d), Math::addExact)));
    product.values().removeIf(c -> c == 0);
    return new Size(product);
  }

  private static String join(String a, String b) {
    List<String> factors = new ArrayList<>(factors(a));
    factors.addAll(factors(b));
    Collections.sort(factors);
    return String.join("*", factors);
  }

  private static List<String> factors(String monomial) {
    return monomial.isEmpty() ? List.of() : List.of(monomial.split("\\*"));
  }

  /** The quotient by a number, if every coefficient allows it; by an equal size, 1. */
  public Optional<Size> dividedBy(Size other) {
    if (equals(other)) {
      return Optional.of(of(1));
    }
    OptionalInt divisor = other.value();
    if (divisor.isEmpty() || divisor.getAsInt() == 0) {
      return Optional.empty();
    }
    Map<String, Long> quotient = new TreeMap<>();
    for (Map.Entry<String, Long> term : terms.entrySet()) {
      if (term.getValue() % divisor.getAsInt() != 0) {
        return Optional.empty();
      }
      quotient.put(term.getKey(), term.getValue() / divisor.getAsInt());
    }
    return Optional.of(new Size(quotient));
  }

  /** Its number, if it has no names and is one that an array can have. */
  public OptionalInt value() {
    if (terms.isEmpty()) {
      return OptionalInt.of(0);
    }
    Long number = terms.size() == 1 ? terms.get("") : null;
    return number != null && number.intValue() == number
        ? OptionalInt.of(number.intValue())
        : OptionalInt.empty();
  }

  /** Its name, if it is just one. */
  public Optional<String> name() {
    return terms.size() == 1
            && terms.firstEntry().getValue() == 1
            && factors(terms.firstKey()).size() == 1
        ? Optional.of(terms.firstKey())
        : Optional.empty();
  }

  /** Whether it is at least as large as another, whatever numbers the names stand for. */
  boolean holds(Size other) {
    return minus(other).terms.values().stream().allMatch(c -> c > 0);
  }

  /** The names in it. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    terms.keySet().forEach(m -> names.addAll(factors(m)));
    return names;
  }

  /** Whether something in it is still to be inferred. */
  public boolean open() {
    return names().stream().anyMatch(n -> n.startsWith("?"));
  }

  /** It with names replaced; names without a replacement stay. */
  public Size replace(Map<String, Size> values) {
    if (names().stream().noneMatch(values::containsKey)) {
      return this;
    }
    Size sum = of(0);
    for (Map.Entry<String, Long> term : terms.entrySet()) {
      Size product = of(term.getValue());
      for (String factor : factors(term.getKey())) {
        product = product.times(values.getOrDefault(factor, of(factor)));
      }
      sum = sum.plus(product);
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Size size && size.terms.equals(terms);
  }

  @Override
  public int hashCode() {
    return terms.hashCode();
  }

  /** As a person writes it: {@code 4*H + 1}. */
  @Override
  public String toString() {
    if (terms.isEmpty()) {
      return "0";
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Long> term : terms.descendingMap().entrySet()) {
      long c = term.getValue();
      text.append(text.isEmpty() ? (c < 0 ? "-" : "") : (c < 0 ? " - " : " + "));
      long magnitude = Math.abs(c);
      if (term.getKey().isEmpty()) {
        text.append(magnitude);
      } else {
        text.append(magnitude == 1 ? "" : magnitude + "*").append(term.getKey());
      }
    }
    return text.toString();
  }

  /** A shape as a person writes it: {@code [H, X]}; a scalar is {@code real}. */
  public static String shape(List<Size> shape) {
    return shape.isEmpty() ? "a scalar" : shape.toString();
  }
}
