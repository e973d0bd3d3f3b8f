package dev.rondo.tests;

import dev.rondo.tests.random.Passes;
import dev.rondo.tests.random.RandomRun;
import org.junit.jupiter.api.Test;

class PassesTest {
  @Test
  void keepValues() {
    RandomRun.run(2, Passes::keepValues);
  }

  @Test
  void giveTheGradientThatDifferencesGive() {
    RandomRun.run(4, Passes::differentiate);
  }
}
