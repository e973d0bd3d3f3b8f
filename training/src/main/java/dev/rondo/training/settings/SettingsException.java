package dev.rondo.training.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with the settings of a run, all at once. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<Problem> problems;

  /**
   * One mistake.
   *
   * @param place where it was written, as the value's {@link SettingValue#place}
   * @param help the likeliest correction, or the empty string
   */
  public record Problem(String place, String message, String help) {
    @Override
    public String toString() {
      return place + ": error: " + message + (help.isEmpty() ? "" : "\n   help: " + help);
    }
  }

  public SettingsException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public SettingsException(String place, String message, String help) {
    this(List.of(new Problem(place, message, help)));
  }

  public List<Problem> problems() {
    return problems;
  }
}
