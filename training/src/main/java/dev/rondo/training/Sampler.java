package dev.rondo.training;

import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Model;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import dev.rondo.runtime.math.Draws;
import dev.rondo.training.data.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Lets a model with a {@code feed} write by itself, a step at a time. */
public final class Sampler {
  private static final String FEED = "feed/";
  private static final String GIVEN = "/given";
  private static final String DRAW = "/draw";
  private static final String TEMPERATURE = "feed/temperature";

  private final Engine engine;
  private final Vocabulary vocabulary;
  private final String fed;

  /**
   * A sampler of a model whose one token input over time has a {@code feed}.
   *
   * @throws IllegalArgumentException with a message for the user, if it has not
   */
  public Sampler(Model model, Numbers parameters, Map<String, Vocabulary> vocabularies) {
    this(new RunnerEngine(model.program(Purpose.SAMPLE)), parameters, vocabularies);
  }

  Sampler(Engine engine, Numbers parameters, Map<String, Vocabulary> vocabularies) {
    this.engine = engine;
    Signature signature = engine.signature();
    Signature.Input input =
        signature.inputs().stream()
            .filter(i -> i.kind() == Kind.TOKEN && i.overTime())
            .filter(i -> has(signature, FEED + i.name() + GIVEN))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the model "
                            + signature.model()
                            + " cannot be sampled: no token input has a 'feed'"));
    signature.inputs().stream()
        .filter(i -> !i.name().startsWith(FEED) && i.value().isEmpty())
        .filter(i -> !has(signature, FEED + i.name() + GIVEN))
        .findFirst()
        .ifPresent(
            missing -> {
              throw new IllegalArgumentException(
                  "sampling needs a 'feed' or a value for the input '" + missing.name() + "'");
            });
    this.fed = input.name();
    this.vocabulary = vocabularies.get(input.vocabulary().orElse(input.name()));
    if (vocabulary == null) {
      throw new IllegalArgumentException(
          "the weights come without the vocabulary of '" + input.name() + "'");
    }
    engine.load(Chance.drawn(parameters, signature, 0, 0));
  }

  private static boolean has(Signature signature, String input) {
    return signature.inputs().stream().anyMatch(i -> i.name().equals(input));
  }

  /**
   * What to write.
   *
   * @param prompt symbols to begin with, by index
   * @param length how many symbols to write after them
   * @param temperature below 1 likelier, above 1 more surprising; 0 takes the likeliest
   * @param until a symbol to end with
   */
  @SuppressWarnings("ArrayRecordComponent") // copied, and never compared
  public record Request(
      int[] prompt, int length, double temperature, long seed, Optional<String> until) {
    public Request {
      prompt = prompt.clone();
      if (!(temperature >= 0) || Double.isInfinite(temperature)) {
        throw new IllegalArgumentException("the temperature must be at least 0");
      }
    }

    @Override
    public int[] prompt() {
      return prompt.clone();
    }
  }

  /** The symbols, for prompts and for what is written. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /**
   * Writes; the prompt is not repeated.
   *
   * @param symbols is told every symbol as soon as it is there
   * @param stop is asked after every symbol
   */
  public void sample(Request request, Consumer<String> symbols, BooleanSupplier stop) {
    int output = outputNumber();
    int given = request.prompt.length;
    Sequence supplied = new Supplied(engine.signature(), fed, request);
    engine.begin(List.of(Chance.drawn(supplied, engine.signature(), request.seed(), 0, 0)));
    for (long step = 0; step < (long) given + request.length(); step++) {
      engine.advance(1);
      if (step < given) {
        continue;
      }
      String symbol = vocabulary.symbol((int) engine.output(output, 0, 0, 0));
      symbols.accept(symbol);
      if (request.until().equals(Optional.of(symbol)) || stop.getAsBoolean()) {
        return;
      }
    }
  }

  private int outputNumber() {
    List<Signature.Output> outputs = engine.signature().outputs();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).name().equals(FEED + fed)) {
        return i;
      }
    }
    throw new IllegalStateException("no output " + FEED + fed);
  }

  /** A sequence without an end: the prompt, then what the program feeds itself. */
  private static final class Supplied implements Sequence {
    private final List<Signature.Input> inputs;
    private final long[] names;
    private final String fed;
    private final Request request;

    Supplied(Signature signature, String fed, Request request) {
      this.inputs = signature.inputs();
      this.names = inputs.stream().mapToLong(input -> Draws.hash(input.name())).toArray();
      this.fed = fed;
      this.request = request;
    }

    @Override
    public long length() {
      return Long.MAX_VALUE;
    }

    @Override
    public double value(int input, long step, int feature) {
      String name = inputs.get(input).name();
      if (name.equals(TEMPERATURE)) {
        return request.temperature();
      }
      if (name.startsWith(FEED) && name.endsWith(DRAW)) {
        return gumbel(names[input], step * inputs.get(input).size() + feature);
      }
      if (name.startsWith(FEED) && name.endsWith(GIVEN)) {
        return name.equals(FEED + fed + GIVEN) && step < request.prompt.length ? 1 : 0;
      }
      if (name.equals(fed)) {
        return step < request.prompt.length ? request.prompt[(int) step] : 0;
      }
      return inputs.get(input).value().orElse(0);
    }

    /** −log(−log(u)): the symbol whose logit plus draw is largest has its softmax probability. */
    private double gumbel(long name, long counter) {
      double u = Math.max(0x1p-54, Draws.uniform(request.seed(), name, counter)); // 0 is −∞
      return -StrictMath.log(-StrictMath.log(u));
    }
  }
}
