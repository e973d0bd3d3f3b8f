package dev.rondo.compiler.export;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.emit.WriteProgram;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.ExportedData;
import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Scaling;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.lang.model.SourceVersion;

/** Makes a jar of a trained model. */
public final class ExportPredictor {
  /** Lengths of the sequences that are recorded. */
  private static final List<Integer> RECORDED = List.of(8, 1, 5);

  private static final long SEED = 20261121;

  /** What every entry says, so that the same model gives the same jar. */
  private static final LocalDateTime MADE = LocalDateTime.of(2025, 1, 1, 0, 0);

  private ExportPredictor() {}

  /**
   * The jar.
   *
   * @param name the class that users of the jar call, such as {@code com.acme.Name}
   * @throws IllegalArgumentException if this cannot be the name of a class
   */
  public static byte[] export(
      CompiledModel compiled, Numbers parameters, Encoding encoding, String name) {
    CompiledModel model = compiled.vectors(0); // which every Java can run
    if (!SourceVersion.isName(name, SourceVersion.RELEASE_17)) {
      throw new IllegalArgumentException("'" + name + "' cannot be the name of a Java class");
    }
    if (name.startsWith("java.")) {
      throw new IllegalArgumentException(
          "'" + name + "': Java keeps the packages java.* to itself");
    }
    String internal = name.replace('.', '/');
    Relocate relocate = new Relocate(internal);
    Program program = model.program(Purpose.PREDICT);
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(JarFile.MANIFEST_NAME, manifest(name));
    String code = internal + Relocate.CODE;
    byte[] storage =
        WriteProgram.write(
            signature(program.signature()),
            program.precision(),
            plan(program.plan()),
            Relocate.RUNTIME + "ExportedProgram",
            code);
    byte[] steps = model.code(Purpose.PREDICT, code);
    relocate
        .withAllTheyNeed(Map.of(Relocate.RUNTIME + "ExportedProgram", storage, code, steps))
        .forEach((entry, bytes) -> entries.put(entry + ".class", bytes));
    entries.put(
        internal + ExportedData.ENDING,
        new ExportedData(program, parameters, encoding, record(model, parameters, encoding))
            .write());
    return jar(entries);
  }

  /** What a predictor needs of it: nothing of how parameters begin, and no losses. */
  private static Signature signature(Signature whole) {
    List<Signature.Parameter> parameters =
        List.of(
            new Signature.Parameter(
                "all", List.of(whole.parameterCount()), 0, true, new Initial.Constant(0)));
    return new Signature(
        whole.model(),
        whole.sizes(),
        whole.axes(),
        parameters,
        whole.inputs(),
        whole.outputs(),
        List.of());
  }

  /** Without the names for people. */
  private static Plan plan(Plan plan) {
    return new Plan(
        plan.axes(),
        plan.buffers().stream()
            .map(b -> new Plan.Buffer(b.space(), b.loops(), b.rows(), b.width(), b.content(), ""))
            .toList(),
        plan.tables(),
        plan.blocks(),
        plan.segments(),
        plan.loads(),
        plan.feeds(),
        plan.carries(),
        plan.results(),
        plan.prepared(),
        plan.begun(),
        plan.limits());
  }

  /** Random sequences in the users' units, and what the model makes of them. */
  private static List<ExportedData.Recording> record(
      CompiledModel model, Numbers parameters, Encoding encoding) {
    Predictor predictor = new Predictor(model, parameters, encoding);
    List<ExportedData.Recording> recordings = new ArrayList<>();
    for (Sequence sequence : RandomData.sequences(model.signature(), RECORDED, SEED)) {
      double[] inputs = numbers(model, predictor.sequenceInputs(), encoding, sequence, 0);
      double[][] steps = new double[(int) sequence.length()][];
      for (int t = 0; t < steps.length; t++) {
        steps[t] = numbers(model, predictor.inputs(), encoding, sequence, t);
      }
      Predictor.Outputs outputs = predictor.run(inputs, steps);
      recordings.add(
          new ExportedData.Recording(inputs, steps, outputs.steps(), outputs.sequence()));
    }
    return recordings;
  }

  private static double[] numbers(
      CompiledModel model,
      List<Signature.Input> inputs,
      Encoding encoding,
      Sequence sequence,
      int step) {
    List<Double> numbers = new ArrayList<>();
    for (Signature.Input input : inputs) {
      int number = model.signature().inputs().indexOf(input);
      Scaling scaling =
          Optional.ofNullable(encoding.scaling().get(input.name()))
              .orElse(Scaling.none(input.size()));
      for (int j = 0; j < input.size(); j++) {
        numbers.add(scaling.unscale(sequence.value(number, step, j), j));
      }
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static byte[] manifest(String main) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      manifest.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] jar(Map<String, byte[]> entries) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        ZipEntry zipped = new ZipEntry(entry.getKey());
        zipped.setTimeLocal(MADE);
        out.putNextEntry(zipped);
        out.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
