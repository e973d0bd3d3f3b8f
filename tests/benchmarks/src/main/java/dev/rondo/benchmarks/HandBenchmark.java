package dev.rondo.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A training step of an LSTM that is written by hand: the baseline. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandBenchmark {
  @Param({
    "training-LSTM-1x50x64x128",
    "training-LSTM-16x50x64x128",
    "training-LSTM-32x100x128x256",
    "training-LSTM-64x50x512x512"
  })
  public String name;

  private Work work;

  @Setup
  public void prepare() throws Exception {
    work = Benched.prepare("java", name);
  }

  @Benchmark
  public Object java() throws Exception {
    return work.run();
  }
}
