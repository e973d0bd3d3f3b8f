package dev.rondo.training.settings;

import dev.rondo.training.settings.Arguments.Range;
import dev.rondo.training.settings.SettingValue.Call;
import java.util.List;

/** A number, or how it changes in the course of a run. */
final class ScheduleReader {
  private static final List<String> SCHEDULES =
      List.of("constant", "linear", "cosine", "exponential", "step");

  private final Range range;
  private final Problems problems;

  /** {@code range}: of the numbers at its ends. */
  ScheduleReader(Range range, Problems problems) {
    this.range = range;
    this.problems = problems;
  }

  /**
   * Reads one.
   *
   * @param what it is of, for messages
   */
  Schedule read(SettingValue value, String what) {
    if (value instanceof Call call) {
      return switch (call.name()) {
        case "constant" -> new Schedule.Constant(arguments(call, "rate").required("rate", range));
        case "linear" -> {
          Arguments arguments = arguments(call, "from", "to");
          yield new Schedule.Linear(
              arguments.required("from", range), arguments.required("to", range));
        }
        case "cosine" -> {
          Arguments arguments = arguments(call, "rate", "warmup");
          yield new Schedule.Cosine(
              arguments.required("rate", range),
              (long) arguments.number("warmup", 0, Range.COUNT_OR_ZERO));
        }
        case "exponential" -> {
          Arguments arguments = arguments(call, "rate", "factor");
          yield new Schedule.Exponential(
              arguments.required("rate", range), arguments.required("factor", Range.POSITIVE));
        }
        case "step" -> {
          Arguments arguments = arguments(call, "rate", "every", "factor");
          yield new Schedule.Step(
              arguments.required("rate", range),
              (int) arguments.required("every", Range.COUNT),
              arguments.required("factor", Range.POSITIVE));
        }
        default -> {
          problems.unknown(call, "schedule", call.name(), SCHEDULES);
          yield new Schedule.Constant(0);
        }
      };
    }
    return new Schedule.Constant(range.number(value, what, 0.001, problems));
  }

  private Arguments arguments(Call call, String... parameters) {
    return Arguments.of(call, List.of(parameters), problems);
  }
}
