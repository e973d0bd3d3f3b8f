package dev.rondo.training.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The value of a setting as the user wrote it, freed of the language's syntax: what stands right of
 * {@code =} in a {@code train} block, or behind {@code --set}. Each knows its place ({@code
 * file:line:column}, or the option's text) for messages; {@code toString} gives it back as written.
 */
public sealed interface SettingValue {
  String place();

  /** {@code 0.1}; arithmetic such as {@code 60 / 309} has been done. */
  record Number(double value, String place) implements SettingValue {
    @Override
    public String toString() {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : Double.toString(value);
    }
  }

  /** {@code "input.txt"}, without its quotes. */
  record Text(String value, String place) implements SettingValue {
    @Override
    public String toString() {
      return '"' + value + '"';
    }
  }

  /** {@code true}, {@code none}, {@code persistence}. */
  record Word(String name, String place) implements SettingValue {
    @Override
    public String toString() {
      return name;
    }
  }

  /** {@code adam(rate = 0.002)}. */
  record Call(
      String name, List<SettingValue> positional, Map<String, SettingValue> named, String place)
      implements SettingValue {
    public Call {
      positional = List.copyOf(positional);
      named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    @Override
    public String toString() {
      return Stream.concat(
              positional.stream().map(SettingValue::toString),
              named.entrySet().stream().map(e -> e.getKey() + " = " + e.getValue()))
          .collect(Collectors.joining(", ", name + "(", ")"));
    }
  }

  /** {@code [persistence, ar(9)]}. */
  record ListOf(List<SettingValue> elements, String place) implements SettingValue {
    public ListOf {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return elements.stream()
          .map(SettingValue::toString)
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }
}
