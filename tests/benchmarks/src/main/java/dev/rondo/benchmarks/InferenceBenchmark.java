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

/** One step of one sequence, and 100 steps in one call, with ONNX Runtime beside it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class InferenceBenchmark {
  @Param({"rondo", "onnxruntime"})
  public String system;

  @Param({
    "step-LSTM-1x1x16x32",
    "step-LSTM-1x1x64x128",
    "step-LSTM-1x1x128x256",
    "step-LSTM-1x1x512x512",
    "step-GRU-1x1x16x32",
    "step-GRU-1x1x64x128",
    "step-GRU-1x1x128x256",
    "step-GRU-1x1x512x512",
    "sequence-LSTM-1x100x16x32",
    "sequence-LSTM-1x100x64x128",
    "sequence-LSTM-1x100x128x256",
    "sequence-LSTM-1x100x512x512",
    "sequence-GRU-1x100x16x32",
    "sequence-GRU-1x100x64x128",
    "sequence-GRU-1x100x128x256",
    "sequence-GRU-1x100x512x512"
  })
  public String name;

  private Work work;

  @Setup
  public void prepare() throws Exception {
    work = Benched.prepare(system, name);
  }

  @Benchmark
  public Object predict() throws Exception {
    return work.run();
  }
}
