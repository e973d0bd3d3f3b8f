package dev.rondo.training;

import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.State;
import dev.rondo.runtime.Storage;
import java.util.List;
import java.util.Map;

/** A compiled program. */
final class RunnerEngine implements Engine {
  private final Program program;
  private final Runner runner;
  private List<Sequence> sequences = List.of();
  private State state;

  RunnerEngine(Program program) {
    this(program, Machine.all());
  }

  RunnerEngine(Program program, Machine machine) {
    this.program = program;
    this.runner = new Runner(program, machine.threads(), machine.room());
  }

  /** What a run over sequences from their beginning will keep. */
  Storage storage(List<Sequence> some, int steps) {
    return runner.storage(some, steps);
  }

  @Override
  public Signature signature() {
    return program.signature();
  }

  @Override
  public void load(Numbers parameters) {
    runner.load(parameters);
  }

  @Override
  public boolean windows() {
    return program.plan().limits().windows().isEmpty();
  }

  @Override
  public void begin(List<Sequence> batch) {
    sequences = batch;
    state = null;
  }

  @Override
  public Sequence given(int number) {
    return sequences.get(number);
  }

  @Override
  public void advance(int steps) {
    boolean whole = sequences.stream().allMatch(sequence -> sequence.length() <= steps);
    if (state == null && whole) {
      runner.run(sequences, Integer.MAX_VALUE, null); // nothing to carry
      return;
    }
    if (state == null) {
      state = State.initial(program, sequences.size());
    }
    runner.run(sequences, steps, state);
  }

  @Override
  public Map<String, double[]> carried() {
    return state == null ? Map.of() : state.save();
  }

  @Override
  public void restore(Map<String, double[]> carried) {
    state = carried.isEmpty() ? null : State.restore(program, carried);
  }

  @Override
  public double sum(int term) {
    return runner.sum(term);
  }

  @Override
  public double count(int term) {
    return runner.count(term);
  }

  @Override
  public void gradient(Numbers into) {
    runner.gradient(into);
  }

  @Override
  public int steps(int sequence) {
    return runner.steps(sequence);
  }

  @Override
  public double value(String role, int sequence, int step) {
    return runner.value(role, sequence, step);
  }

  @Override
  public double output(int output, int sequence, int step, int feature) {
    return runner.output(output, sequence, step, feature);
  }

  /** Of a program for gradients: whether the loss depends on an input. */
  boolean differentiates(int input) {
    String role = "input/" + signature().inputs().get(input).name();
    return program.plan().results().stream().anyMatch(result -> result.role().equals(role));
  }

  /** d loss / d a real input. */
  double inputGradient(int input, int sequence, long step, int feature) {
    return runner.inputGradient(input, sequence, step, feature);
  }
}
