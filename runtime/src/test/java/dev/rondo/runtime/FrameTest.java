package dev.rondo.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which rows the parts of a frame take in a loop that they go through together. */
class FrameTest {
  /** Steps of 20, 3 and no rows. */
  private static final int[] STEPS = {0, 20, 20, 23, 23, 23};

  private static Frame whole() {
    Frame frame = new Frame(TeamTest.EMPTY);
    frame.blocks = new int[][] {STEPS};
    frame.whole = frame.blocks;
    return frame;
  }

  private static List<Frame> parts(Frame whole, int count) {
    List<Frame> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      parts.add(new Frame(whole, part, count, new int[][] {{}}, whole.tables));
    }
    return parts;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void eachRowOfAStepIsOnePartsOwn(int count) {
    List<Frame> parts = parts(whole(), count);
    for (int step = 0; step < 3; step++) {
      int next = STEPS[2 * step];
      for (Frame part : parts) {
        assertThat(part.from(0, step)).isEqualTo(next);
        assertThat((next - STEPS[2 * step]) % 8).as("products take eight rows at once").isZero();
        next = part.to(0, step);
      }
      assertThat(next).isEqualTo(STEPS[2 * step + 1]);
    }
  }

  @Test
  void aLoopWithLittleToDoIsTheFirstPartsAlone() {
    Frame whole = whole();
    List<Frame> parts = parts(whole, 2);
    Frame first = parts.get(0);
    Frame second = parts.get(1);
    assertThat(first.rows(0)).isEqualTo(20);
    assertThat(first.together(99, 2)).isSameAs(whole);
    assertThat(first.isIdle(whole)).isFalse();
    assertThat(second.isIdle(second.together(99, 2))).isTrue();
    assertThat(first.together(100, 2)).isSameAs(first);
    assertThat(second.isIdle(second.together(100, 2))).isFalse();
    assertThat(whole.together(0, 2)).isSameAs(whole);
    assertThat(whole.isIdle(whole)).isFalse();
  }
}
