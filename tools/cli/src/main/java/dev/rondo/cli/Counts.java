package dev.rondo.cli;

import dev.rondo.compiler.CheckedModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/** How many numbers parameters have, where some sizes may be symbols: {@code 64*V + 16,384}. */
final class Counts {
  private final CheckedModel model;

  /** Coefficients by product of symbols, sorted; the empty one is the number. */
  private final TreeMap<String, Long> total = new TreeMap<>();

  Counts(CheckedModel model) {
    this.model = model;
  }

  /** Adds a parameter's to the total; gives its own as text. */
  String add(CheckedModel.Parameter parameter) {
    String symbols = "";
    long number = 1;
    if (parameter.count().isPresent()) {
      number = parameter.count().getAsInt();
    } else {
      List<String> open = new ArrayList<>();
      for (String size : parameter.factors()) {
        String value = substituted(size);
        if (value.chars().allMatch(Character::isDigit)) {
          number *= Long.parseLong(value);
        } else {
          open.add(value.contains(" ") ? "(" + value + ")" : value);
        }
      }
      Collections.sort(open);
      symbols = String.join("*", open);
    }
    total.merge(symbols, number, Long::sum);
    return text(symbols, number);
  }

  /** A size with every name replaced whose value is known. */
  private String substituted(String size) {
    String text = size;
    for (Map.Entry<String, OptionalInt> entry : model.sizes().entrySet()) {
      if (entry.getValue().isPresent()) {
        text =
            text.replaceAll(
                "\\b" + entry.getKey() + "\\b", Integer.toString(entry.getValue().getAsInt()));
      }
    }
    return text;
  }

  /** Symbols first, the number last. */
  String total() {
    List<String> terms = new ArrayList<>();
    total.descendingMap().forEach((symbols, number) -> terms.add(text(symbols, number)));
    return terms.isEmpty() ? "0" : String.join(" + ", terms);
  }

  /** The total, if every size is known. */
  OptionalInt number() {
    long number = total.getOrDefault("", 0L);
    return total.keySet().stream().allMatch(String::isEmpty) && number <= Integer.MAX_VALUE
        ? OptionalInt.of((int) number)
        : OptionalInt.empty();
  }

  private static String text(String symbols, long number) {
    if (symbols.isEmpty()) {
      return String.format(Locale.ROOT, "%,d", number);
    }
    return number == 1 ? symbols : String.format(Locale.ROOT, "%,d*%s", number, symbols);
  }
}
