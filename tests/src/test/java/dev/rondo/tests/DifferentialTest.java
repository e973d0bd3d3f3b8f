package dev.rondo.tests;

import dev.rondo.runtime.Precision;
import dev.rondo.tests.random.Differential;
import dev.rondo.tests.random.RandomRun;
import org.junit.jupiter.api.Test;

/** Random programs through bytecode, and through it in other ways. */
class DifferentialTest {
  @Test
  void bytecodeAgreesWithTheEvaluator() {
    RandomRun.run(1, Differential::againstEvaluator);
  }

  @Test
  void manyRowsAgreeWithTheEvaluator() {
    RandomRun.run(5, Differential::ofManyRowsAgainstEvaluator);
  }

  @Test
  void batchesWindowsAndStepsGiveTheSameBits() {
    RandomRun.run(2, p -> Differential.againstItself(p, Precision.F64));
  }

  @Test
  void theSameInSinglePrecision() {
    RandomRun.run(10, p -> Differential.againstItself(p, Precision.F32));
  }

  @Test
  void vectorsOfAnyWidthGiveTheSameBits() {
    RandomRun.run(10, Differential::againstVectors);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    RandomRun.run(5, p -> Differential.againstThreads(p, Precision.F32));
    RandomRun.run(10, p -> Differential.againstThreads(p, Precision.F64));
  }

  @Test
  void stripsGiveTheSameBits() {
    RandomRun.run(5, p -> Differential.againstStrips(p, Precision.F32));
    RandomRun.run(10, p -> Differential.againstStrips(p, Precision.F64));
  }

  @Test
  void gradientsAgreeWithDifferences() {
    RandomRun.run(10, Differential::againstDifferences);
  }
}
