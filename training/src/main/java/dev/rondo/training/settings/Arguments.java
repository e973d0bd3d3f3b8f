package dev.rondo.training.settings;

import dev.rondo.training.Names;
import dev.rondo.training.settings.SettingValue.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a call in a setting, matched with the names that it takes. */
final class Arguments {
  private final SettingValue of;
  private final String name;
  private final Map<String, SettingValue> given;
  private final Problems problems;

  private Arguments(
      SettingValue of, String name, Map<String, SettingValue> given, Problems problems) {
    this.of = of;
    this.name = name;
    this.given = given;
    this.problems = problems;
  }

  /**
   * Matches a call's arguments; a bare word is a call without any.
   *
   * @param parameters names in the order of positional arguments
   */
  static Arguments of(SettingValue value, List<String> parameters, Problems problems) {
    Map<String, SettingValue> given = new LinkedHashMap<>();
    String name = value.toString();
    if (value instanceof Call call) {
      name = call.name();
      for (int i = 0; i < call.positional().size(); i++) {
        if (i < parameters.size()) {
          given.put(parameters.get(i), call.positional().get(i));
        } else {
          problems.report(
              call.positional().get(i),
              "too many arguments: '" + name + "' takes " + takes(parameters),
              "");
          break;
        }
      }
      for (Map.Entry<String, SettingValue> entry : call.named().entrySet()) {
        String key = entry.getKey();
        if (!parameters.contains(key)) {
          problems.report(
              entry.getValue(),
              "'" + name + "' has no argument '" + key + "'",
              parameters.isEmpty() ? "" : Names.suggest(key, "arguments", parameters));
        } else if (given.putIfAbsent(key, entry.getValue()) != null) {
          problems.report(entry.getValue(), "'" + key + "' is given twice", "");
        }
      }
    }
    return new Arguments(value, name, given, problems);
  }

  Optional<SettingValue> value(String parameter) {
    return Optional.ofNullable(given.get(parameter));
  }

  /** A number within bounds, or its default. */
  double number(String parameter, double otherwise, Range range) {
    SettingValue value = given.get(parameter);
    return value == null
        ? otherwise
        : range.number(value, "'" + parameter + "' of '" + name + "'", otherwise, problems);
  }

  /** A number that has no default. */
  double required(String parameter, Range range) {
    if (!given.containsKey(parameter)) {
      problems.report(of, "'" + name + "' needs " + parameter + " = " + range, "");
    }
    return number(parameter, 1, range);
  }

  private static String takes(List<String> parameters) {
    return parameters.isEmpty() ? "none" : String.join(", ", parameters);
  }

  /** The numbers that an argument or a setting may be, in words for its message. */
  enum Range {
    NUMBER("a number"),
    POSITIVE("a number greater than 0"),
    NOT_NEGATIVE("a number of at least 0"),
    BELOW_ONE("a number of at least 0, less than 1"),
    WHOLE("a whole number"),
    COUNT("a whole number of at least 1"),
    COUNT_OR_ZERO("a whole number of at least 0");

    private final String words;

    Range(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }

    boolean has(double x) {
      boolean whole = x == Math.rint(x);
      boolean small = Math.abs(x) <= Integer.MAX_VALUE;
      return switch (this) {
        case NUMBER -> Double.isFinite(x);
        case POSITIVE -> x > 0 && x < Double.POSITIVE_INFINITY;
        case NOT_NEGATIVE -> x >= 0 && x < Double.POSITIVE_INFINITY;
        case BELOW_ONE -> x >= 0 && x < 1;
        case WHOLE -> whole && Math.abs(x) <= 1L << 53;
        case COUNT -> whole && small && x >= 1;
        case COUNT_OR_ZERO -> whole && small && x >= 0;
      };
    }

    /** The value as a number of this range; else a report, and {@code otherwise} to go on with. */
    double number(SettingValue value, String what, double otherwise, Problems problems) {
      if (value instanceof SettingValue.Number number && has(number.value())) {
        return number.value();
      }
      problems.report(value, what + " must be " + words + ", not " + value, "");
      return otherwise;
    }
  }
}
