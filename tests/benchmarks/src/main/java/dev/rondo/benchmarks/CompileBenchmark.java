package dev.rondo.benchmarks;

import dev.rondo.compiler.CheckModel;
import dev.rondo.compiler.errors.Source;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a model's text to the loaded class that trains it, in a warm compiler. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 10, time = 3)
@Measurement(iterations = 5, time = 1)
public class CompileBenchmark {
  /** An LSTM, the largest of the library's test cases, and deep stacks. */
  @Param({
    "LSTM[8](x)",
    "Stack[2, Pyramid[8]](x)",
    "Stack[3, MLSTM[8]](Mamba[16](x))",
    "Stack[8, LSTM[8]](x)"
  })
  public String layer;

  @Benchmark
  public Program compile() {
    String text =
        """
        model Compiled {
          input x: [8] over t
          h = %s
          loss sum(h * h)
          output h
        }
        """
            .formatted(layer);
    return CheckModel.check(
            new Source("compiled.rondo", text),
            Optional.empty(),
            Map.of(),
            (from, path) -> Optional.empty())
        .compile(Map.of(), Precision.F32)
        .program(Purpose.TRAIN);
  }
}
