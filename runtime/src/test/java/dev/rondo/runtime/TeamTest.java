package dev.rondo.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TeamTest {
  static final Plan EMPTY =
      new Plan(
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Plan.Limits.NONE);

  /** Nobody may still write to storage that the caller believes to have for itself. */
  @Test
  void anErrorInTheCallersPartWaitsForTheOthers() {
    Frame whole = new Frame(EMPTY);
    List<Frame> parts =
        List.of(
            new Frame(whole, 0, 2, whole.blocks, whole.tables),
            new Frame(whole, 1, 2, whole.blocks, whole.tables));
    AtomicBoolean done = new AtomicBoolean();
    assertThatThrownBy(() -> Team.run(parts, part -> work(part, done)))
        .isInstanceOf(StackOverflowError.class);
    assertThat(done).isTrue();
  }

  private static void work(Frame part, AtomicBoolean done) {
    part.meet();
    if (part.part == 0) {
      throw new StackOverflowError();
    }
    try {
      part.meet();
    } finally {
      for (int i = 0; i < 1_000_000; i++) {
        Thread.onSpinWait();
      }
      done.set(true);
    }
  }
}
