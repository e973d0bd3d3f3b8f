package dev.rondo.tests.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.errors.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs a test on many random programs, and shows the smallest form of what fails. {@code
 * -Drondo.seed=N} starts elsewhere, {@code -Drondo.programs=N} runs more.
 */
public final class RandomRun {
  private static final long FIRST = Long.getLong("rondo.seed", 0);
  private static final int PROGRAMS = Integer.getInteger("rondo.programs", 1000);

  /** So many failures are shrunk and printed; the others are counted. */
  private static final int SHOWN = 3;

  private RandomRun() {}

  /** {@code every}: 1 for all programs, 5 for a fifth of them. */
  public static void run(int every, Consumer<RandomProgram> test) {
    List<String> failures = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    int failed = 0;
    for (long seed = FIRST; seed < FIRST + PROGRAMS; seed += every) {
      RandomProgram program = RandomModels.program(seed);
      Throwable failure = failure(program, test);
      if (failure == null) {
        continue;
      }
      failed++;
      // another of the same kind would show nothing new
      if (failures.size() < SHOWN && !kinds.contains(kind(failure))) {
        kinds.add(kind(failure));
        failures.add(report(program, failure, test));
      }
    }
    assertThat(failures)
        .as("%d of %d programs failed", failed, (PROGRAMS + every - 1) / every)
        .isEmpty();
  }

  private static Throwable failure(RandomProgram program, Consumer<RandomProgram> test) {
    try {
      test.accept(program);
      return null;
    } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
      return e;
    }
  }

  private static String report(
      RandomProgram program, Throwable failure, Consumer<RandomProgram> test) {
    RandomProgram small =
        Shrink.shrink(
            program,
            p -> {
              Throwable now = failure(p, test);
              return now != null && kind(now).equals(kind(failure));
            });
    Throwable now = failure(small, test);
    StringBuilder text = new StringBuilder("\n");
    text.append(small).append("fails: ").append(now).append('\n');
    for (int i = 0; i < Math.min(8, now.getStackTrace().length); i++) {
      text.append("  at ").append(now.getStackTrace()[i]).append('\n');
    }
    return text.append("\nfound in\n").append(program).append("as ").append(failure).toString();
  }

  /** What stays the same while a program shrinks: not the places and not the names. */
  private static String kind(Throwable failure) {
    String kind = failure.getClass().getName();
    if (failure instanceof ModelException) {
      kind += String.valueOf(failure.getMessage()).split("\n", 2)[0].replaceAll("^[^ ]*: ", "");
    } else if (!(failure instanceof Disagreement) && failure.getStackTrace().length > 0) {
      kind += failure.getStackTrace()[0];
    }
    return kind.replaceAll("'[^']*'", "''").replaceAll("\\[[^]]*]", "[]");
  }
}
