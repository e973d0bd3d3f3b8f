package dev.rondo.training.data;

import dev.rondo.training.Names;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The symbols of a {@code token[V]}, each with its index. Immutable. */
public final class Vocabulary {
  /** What a symbol is that the vocabulary does not have, if it has this one. */
  static final String UNKNOWN = "<unk>";

  private final List<String> symbols;
  private final Map<String, Integer> indices = new HashMap<>();

  /** Symbols in the order of their indices. */
  public Vocabulary(List<String> symbols) {
    this.symbols = List.copyOf(symbols);
    for (int i = 0; i < this.symbols.size(); i++) {
      if (indices.putIfAbsent(this.symbols.get(i), i) != null) {
        throw new IllegalArgumentException("symbol '" + this.symbols.get(i) + "' occurs twice");
      }
    }
  }

  /**
   * The order of a vocabulary: the model's own string literals, then what the data has, by code
   * points.
   */
  static Vocabulary of(List<String> literals, Collection<String> found) {
    Set<String> ordered = new LinkedHashSet<>(literals);
    found.stream().sorted(BY_CODE_POINTS).forEach(ordered::add);
    return new Vocabulary(List.copyOf(ordered));
  }

  /** Not {@link String#compareTo}, which puts the characters above U+FFFF before U+E000. */
  private static final Comparator<String> BY_CODE_POINTS =
      (a, b) -> {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
      };

  public int size() {
    return symbols.size();
  }

  public List<String> symbols() {
    return symbols;
  }

  public String symbol(int index) {
    return symbols.get(index);
  }

  public OptionalInt index(String symbol) {
    Integer index = indices.get(symbol);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * A text's code points as indices.
   *
   * @throws IllegalArgumentException with a message for the user, if one is not a symbol
   */
  public int[] encode(String text) {
    return text.codePoints()
        .mapToObj(Character::toString)
        .mapToInt(
            symbol ->
                Optional.ofNullable(indices.get(symbol))
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "'"
                                    + symbol
                                    + "' is not one of the model's "
                                    + Names.count(size(), "symbol"))))
        .toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vocabulary that && symbols.equals(that.symbols);
  }

  @Override
  public int hashCode() {
    return symbols.hashCode();
  }

  @Override
  public String toString() {
    return symbols.toString();
  }
}
