package dev.rondo.training;

import com.google.gson.stream.JsonWriter;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Model;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.training.SequenceOutputs.Field;
import dev.rondo.training.data.Binding;
import dev.rondo.training.data.Dataset;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets a model go on where its data ends: an input with a {@code feed} is what the model says. */
final class GoOn {
  private static final String FEED = "feed/";
  private static final String GIVEN = "/given";
  private static final String AHEAD = "ahead";

  /** Steps at a time, so that a long sequence needs little memory. */
  private static final int STEPS = 2048;

  private final Engine engine;
  private final List<String> names;
  private final List<Sequence> sequences;
  private final List<Field> fields;
  private final Precision precision;
  private final int ahead;

  GoOn(Model model, Numbers parameters, Dataset data, int ahead) {
    this.engine = new RunnerEngine(model.program(Purpose.SAMPLE));
    this.names = data.inputs().stream().map(Binding::name).toList();
    this.sequences = data.all().sequences();
    this.fields = fields(model, engine.signature(), data);
    this.precision = model.precision();
    this.ahead = ahead;
    engine.load(Chance.drawn(parameters, engine.signature(), 0, 0));
  }

  /**
   * Whether a model's program for sampling can go on.
   *
   * @param read the inputs that its outputs depend on
   * @throws IllegalArgumentException with a message for the user
   */
  static void check(Program program, Set<String> read) {
    Signature signature = program.signature();
    List<Signature.Input> open =
        signature.inputs().stream()
            .filter(
                i ->
                    i.overTime()
                        && !i.name().startsWith(FEED)
                        && read.contains(i.name())
                        && !Chance.isDrawn(i.name()))
            .filter(i -> !fed(signature, i.name()) && i.value().isEmpty())
            .toList();
    if (!open.isEmpty()) {
      List<String> names = open.stream().map(Signature.Input::name).toList();
      throw new IllegalArgumentException(
          "nothing says what "
              + Names.list(names)
              + (names.size() == 1 ? " is" : " are")
              + " behind the end of the data: the model "
              + signature.model()
              + " needs 'feed "
              + names.get(0)
              + " = ...', by values of the step before, such as y[t-1]");
    }
    if (signature.outputs().stream().anyMatch(output -> output.name().equals(AHEAD))) {
      throw new IllegalArgumentException(
          "the output 'ahead' has the name of the field for the steps behind the end: rename it");
    }
    if (!program.plan().limits().windows().isEmpty()) {
      throw new IllegalArgumentException(
          "the model "
              + signature.model()
              + " cannot go on step by step: "
              + program.plan().limits().windows());
    }
  }

  private static boolean fed(Signature signature, String input) {
    return signature.inputs().stream().anyMatch(i -> i.name().equals(FEED + input + GIVEN));
  }

  /** The field with what comes behind the end of a sequence. */
  void write(JsonWriter json, int number) throws IOException {
    Sequence sequence = sequences.get(number);
    SequenceOutputs behind = new SequenceOutputs(fields, precision);
    engine.begin(List.of(Chance.drawn(new Longer(sequence), engine.signature(), 0, 0, number)));
    for (long left = sequence.length(); left > 0; left -= STEPS) {
      engine.advance((int) Math.min(STEPS, left));
    }
    engine.advance(ahead); // at once: an output may read a later step of what is fed
    behind.add(engine, 0);
    json.name(AHEAD).beginObject();
    behind.write(json);
    json.endObject();
  }

  /** What the inputs were fed, in the units of the data, before the model's own outputs. */
  private static List<Field> fields(Model model, Signature program, Dataset data) {
    List<Field> outputs = Field.of(model.signature().outputs(), data.vocabularies());
    List<Field> fields = new ArrayList<>();
    List<Signature.Output> all = program.outputs();
    for (int i = outputs.size(); i < all.size(); i++) {
      Signature.Output fed = all.get(i);
      String input = fed.name().substring(FEED.length());
      fields.add(
          new Field(
              i,
              input,
              fed,
              fed.vocabulary().map(data.vocabularies()::get),
              Optional.ofNullable(data.scaling().get(input))));
    }
    for (Field output : outputs) { // an output may be the input itself
      if (fields.stream().noneMatch(fed -> fed.name().equals(output.name()))) {
        fields.add(output);
      }
    }
    return fields;
  }

  /** A sequence and {@code ahead} steps more, in the numbering of the program for sampling. */
  private final class Longer implements Sequence {
    private final Sequence of;
    private final List<Signature.Input> inputs = engine.signature().inputs();
    private final int[] positions = new int[inputs.size()];

    Longer(Sequence of) {
      this.of = of;
      for (int i = 0; i < positions.length; i++) {
        positions[i] = names.indexOf(inputs.get(i).name());
      }
    }

    @Override
    public long length() {
      return of.length() + ahead;
    }

    @Override
    public int length(int axis, int within) {
      return of.length(axis, within);
    }

    @Override
    public double value(int input, long step, int feature) {
      Signature.Input asked = inputs.get(input);
      boolean there = step < of.length();
      if (asked.name().startsWith(FEED)) {
        // no draw, at no temperature: of symbols the likeliest
        return asked.name().endsWith(GIVEN) && there ? 1 : 0;
      }
      return there || !asked.axes().contains(0)
          ? of.value(positions[input], step, feature)
          : asked.value().orElse(0);
    }
  }
}
