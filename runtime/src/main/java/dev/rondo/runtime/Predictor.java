package dev.rondo.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model with its trained parameters, ready to predict: step by step as inputs arrive, or a
 * sequence at once; both give the same bits. Inputs are in their own units, as in the data that the
 * model was trained on; a token is its index.
 *
 * <p>A predictor does not change: any number of threads may use it at once, each with states of its
 * own. A thread's first step makes room for the model's intermediate values; later ones allocate
 * nothing.
 */
public final class Predictor {
  private final Runner prepared;
  private final Program program;
  private final PredictorInputs stepInputs;
  private final PredictorInputs sequenceInputs;
  private final PredictorOutputs stepOutputs;
  private final PredictorOutputs sequenceOutputs;
  private final Encoding encoding;

  /** An input that has an axis of its own, if one has. */
  private final Optional<String> ownAxis;

  private final ThreadLocal<Stepper> steppers;
  private final ThreadLocal<Runner> runners;

  /**
   * Prepares the parameters; does not keep them.
   *
   * @throws IllegalArgumentException if there are more or fewer parameters than the model has
   * @throws MachineException if the machine has no fused multiply-add
   */
  public Predictor(Model model, Numbers parameters, Encoding encoding) {
    this(model.program(Purpose.PREDICT), parameters, encoding);
  }

  Predictor(Program program, Numbers parameters, Encoding encoding) {
    this.program = program;
    this.encoding = encoding;
    this.ownAxis =
        program.signature().inputs().stream()
            .filter(Signature.Input::hasOwnAxis)
            .map(Signature.Input::name)
            .findFirst();
    this.prepared = new Runner(program);
    prepared.load(Chance.drawn(parameters, program.signature(), 0, 0));
    this.stepInputs = new PredictorInputs(program, true, encoding);
    this.sequenceInputs = new PredictorInputs(program, false, encoding);
    this.stepOutputs = new PredictorOutputs(program, true);
    this.sequenceOutputs = new PredictorOutputs(program, false);
    this.steppers = ThreadLocal.withInitial(() -> new Stepper(prepared.memory().fork()));
    this.runners = ThreadLocal.withInitial(prepared::fork);
  }

  /**
   * All outputs of one sequence.
   *
   * @param steps a row for each step: the outputs over time, one after the other
   * @param sequence the outputs that are one a sequence, one after the other
   */
  @SuppressWarnings("ArrayRecordComponent") // the caller's own, new arrays
  public record Outputs(double[][] steps, double[] sequence) {}

  /** The inputs that a step needs, in the order in which their numbers go into {@code x}. */
  public List<Signature.Input> inputs() {
    return stepInputs.inputs();
  }

  /** The inputs that a sequence brings, in the order of {@link #start(double...)}. */
  public List<Signature.Input> sequenceInputs() {
    return sequenceInputs.inputs();
  }

  /**
   * The outputs in the order in which a step writes their numbers: those over time, then those that
   * are one a sequence, whose value at a step is that of the sequence so far.
   */
  public List<Signature.Output> outputs() {
    List<Signature.Output> outputs = new ArrayList<>(stepOutputs.outputs());
    outputs.addAll(sequenceOutputs.outputs());
    return outputs;
  }

  /**
   * By number of {@code x}: whether a step takes it for the step before, because no step reads its
   * own. What the first step takes there is not read.
   */
  public boolean[] late() {
    return stepInputs.late();
  }

  /** How many numbers {@code x} of a step has. */
  public int inputSize() {
    return stepInputs.size();
  }

  /** How many numbers a step writes. */
  public int outputSize() {
    return stepOutputs.size() + sequenceOutputs.size();
  }

  /** How many numbers a sequence brings before its first step. */
  public int sequenceInputSize() {
    return sequenceInputs.size();
  }

  /** Whether it goes step by step; otherwise over whole sequences only. */
  public boolean streams() {
    return program.plan().limits().streams().isEmpty();
  }

  /**
   * The symbols of a token input or output, by token.
   *
   * @throws IllegalArgumentException if there is no such input or output, or no symbols are known
   */
  public List<String> symbols(String name) {
    Signature signature = program.signature();
    List<String> symbols =
        Stream.concat(
                signature.inputs().stream()
                    .filter(input -> input.name().equals(name))
                    .map(Signature.Input::vocabulary),
                signature.outputs().stream()
                    .filter(output -> output.name().equals(name))
                    .map(Signature.Output::vocabulary))
            .flatMap(Optional::stream)
            .map(encoding.symbols()::get)
            .findFirst()
            .orElse(null);
    if (symbols == null) {
      throw new IllegalArgumentException("no symbols are known for '" + name + "'");
    }
    return symbols;
  }

  /**
   * The token of a symbol; for one that is not known that of {@code <unk>}, if there is one.
   *
   * @throws IllegalArgumentException if there is none, or as {@link #symbols}
   */
  public int token(String name, String symbol) {
    List<String> symbols = symbols(name);
    int token = symbols.indexOf(symbol);
    token = token < 0 ? symbols.indexOf("<unk>") : token;
    if (token < 0) {
      throw new IllegalArgumentException("'" + symbol + "' is no symbol of '" + name + "'");
    }
    return token;
  }

  /** What the model takes and gives. */
  public Signature signature() {
    return program.signature();
  }

  /** The scaling that inputs go through, and the symbols of tokens. */
  public Encoding encoding() {
    return encoding;
  }

  /**
   * A sequence before its first step.
   *
   * @param inputs the numbers of {@link #sequenceInputs}, one after the other; usually none
   * @throws UnsupportedOperationException if the model needs whole sequences; says which output
   *     looks ahead, through which equations
   * @throws IllegalArgumentException if there are more or fewer numbers, or a token is none
   */
  public State start(double... inputs) {
    return start(0, inputs);
  }

  private void requireStreams() {
    String ahead = program.plan().limits().streams();
    if (!ahead.isEmpty()) {
      throw new UnsupportedOperationException(
          "this model cannot go step by step, it needs whole sequences: " + ahead);
    }
  }

  /** Inputs along other axes have no number of numbers. */
  private void requireFixed() {
    if (ownAxis.isPresent()) {
      throw new IllegalArgumentException(
          "'" + ownAxis.get() + "' has an axis of its own: give the inputs as a Sequence");
    }
  }

  /** The same, where the model draws as it predicts: with a seed; without one it is 0. */
  public State start(long seed, double[] inputs) {
    requireStreams();
    requireFixed();
    sequenceInputs.check(inputs);
    return begin(seed, new Given(inputs, new double[0][]));
  }

  /**
   * A sequence before its first step, of a model that reads inputs along other axes than the one it
   * streams over, such as an encoder's.
   *
   * @param inputs all but those of the steps, in their own units; its {@code length} is not asked
   * @throws UnsupportedOperationException if the model needs whole sequences
   */
  public State start(Sequence inputs) {
    requireStreams();
    return begin(0, scaled(inputs));
  }

  private State begin(long seed, Sequence inputs) {
    State state = State.initial(program, 1);
    state.seed(seed);
    steppers.get().begin(state, Chance.drawn(inputs, program.signature(), seed, 0, 0));
    return state;
  }

  /**
   * Makes the next step of a sequence.
   *
   * @param state where it stands; is moved on
   * @param x {@link #inputSize} numbers, those of {@link #inputs} one after the other. An input
   *     that the model reads at earlier steps alone, as a decoder reads {@code y[t-1]}, is given
   *     with the step after its own: the outputs are there before it is known
   * @param out where the {@link #outputSize} numbers of {@link #outputs} go
   * @throws IllegalArgumentException if an array has another length, a token is none, or the state
   *     is another model's
   */
  public void step(State state, double[] x, double[] out) {
    stepInputs.check(x);
    if (out.length != outputSize()) {
      throw new IllegalArgumentException(out.length + " numbers for " + outputSize() + " outputs");
    }
    if (state.sequences() != 1 || !state.isOf(program)) {
      throw new IllegalArgumentException("this state is not of this model");
    }
    if (!state.hasBegun()) {
      throw new IllegalArgumentException("this state has not begun: begin with start");
    }
    Stepper stepper = steppers.get();
    stepInputs.feed(x, state, stepper);
    Frame frame = stepper.step(state);
    stepOutputs.read(frame, out, 0);
    sequenceOutputs.read(frame, out, stepOutputs.size());
  }

  /**
   * Runs over a whole sequence.
   *
   * @param inputs as {@link #start(double...)} takes them
   * @param steps for each step as {@link #step} takes it
   * @throws IllegalArgumentException as these two
   */
  public Outputs run(double[] inputs, double[][] steps) {
    return run(0, inputs, steps);
  }

  /** The same, where the model draws as it predicts: with a seed; without one it is 0. */
  public Outputs run(long seed, double[] inputs, double[][] steps) {
    requireFixed();
    sequenceInputs.check(inputs);
    for (double[] x : steps) {
      stepInputs.check(x);
    }
    return run(seed, new Given(inputs, steps));
  }

  /** Runs over a whole sequence, whose inputs may have axes of their own; in their own units. */
  public Outputs run(Sequence inputs) {
    return run(0, scaled(inputs));
  }

  private Outputs run(long seed, Sequence inputs) {
    Runner runner = runners.get();
    Sequence given = Chance.drawn(inputs, program.signature(), seed, 0, 0);
    runner.run(List.of(given), Integer.MAX_VALUE, null);
    int steps = (int) inputs.length();
    double[][] all = new double[steps][stepOutputs.size()];
    stepOutputs.read(runner, all);
    double[] sequence = new double[sequenceOutputs.size()];
    sequenceOutputs.read(runner, new double[][] {sequence});
    return new Outputs(all, sequence);
  }

  /** What a caller gives, as the model sees it. */
  private final class Given implements Sequence {
    private final double[] inputs;
    private final double[][] steps;

    Given(double[] inputs, double[][] steps) {
      this.inputs = inputs;
      this.steps = steps;
    }

    @Override
    public long length() {
      return steps.length;
    }

    @Override
    public double value(int input, long step, int feature) {
      return stepInputs.has(input)
          ? stepInputs.value(input, feature, steps[(int) step])
          : sequenceInputs.value(input, feature, inputs);
    }

    @Override
    public void read(int input, long step, double[] into, int count) {
      if (stepInputs.has(input)) {
        stepInputs.read(input, steps[(int) step], into, count);
      } else {
        sequenceInputs.read(input, inputs, into, count);
      }
    }
  }

  /** A caller's inputs, scaled as the model's data were. */
  private Sequence scaled(Sequence of) {
    List<Scaling> scalings =
        program.signature().inputs().stream()
            .map(input -> encoding.scaling().getOrDefault(input.name(), Scaling.none(input.size())))
            .toList();
    return of.with(
        (input, step, feature) ->
            scalings.get(input).scale(of.value(input, step, feature), feature));
  }

  /** What goes in and out. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(program.signature().model());
    sequenceInputs().forEach(i -> text.append("\n  sequence ").append(named(i.name(), i.shape())));
    inputs().forEach(i -> text.append("\n  input    ").append(named(i.name(), i.shape())));
    outputs().forEach(o -> text.append("\n  output   ").append(named(o.name(), o.shape())));
    return text.toString();
  }

  private static String named(String name, List<Integer> shape) {
    return shape.isEmpty() ? name : name + ": " + shape;
  }

  /** A state as bytes, for a file or another process. */
  public byte[] save(State state) {
    return SavedState.write(state, program.signature().model());
  }

  /**
   * The state that {@link #save} gave, to go on with to the same bits.
   *
   * @throws IllegalArgumentException if it is damaged or another model's
   */
  public State restore(byte[] saved) {
    return SavedState.read(saved, program);
  }
}
