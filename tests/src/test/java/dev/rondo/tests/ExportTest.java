package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.export.ExportPredictor;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.runtime.Encoding;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Predictor;
import dev.rondo.runtime.Scaling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

class ExportTest {
  private static final String STREAMING =
      """
      model Meter[V = 3, H = 8] {
        input place: [2]
        input x: real over t
        input kind: token[V] over t
        input rate: real over t = 0.25
        param E: [V, H] ~ normal(0.5)
        param A: [H, 2] ~ normal(0.5)
        h = LSTM[H](E[kind] * x + A @ place + rate)
        output p = softmax(Linear[V](h))
        output old = h[t-2 else A @ place]
        output last = h[last]
      }
      """;

  private static final String WHOLE =
      """
      model Tagger[V = 4] {
        input x: token[V] over t
        param E: [V, 3] ~ normal(0.5)
        h = Bidirectional[LSTM[5]](E[x])
        output y = Linear[2](h)
      }
      """;

  @TempDir Path folder;

  private record Exported(CompiledModel model, Numbers parameters, Encoding encoding, Path jar) {
    Predictor predictor() {
      return new Predictor(model, parameters, encoding);
    }
  }

  private Exported export(String text, Precision precision, Encoding encoding, String name)
      throws IOException {
    CompiledModel model = NamedRun.compile(text, Map.of(), precision);
    Map<String, double[]> values = RandomData.parameters(model.signature(), 3);
    Numbers parameters = RandomData.flat(model.signature(), precision, values);
    byte[] bytes = ExportPredictor.export(model, parameters, encoding, name);
    Path jar = folder.resolve("exported.jar");
    Files.write(jar, bytes);
    assertThat(ExportPredictor.export(model, parameters, encoding, name))
        .as("the same model gives the same jar")
        .isEqualTo(bytes);
    return new Exported(model, parameters, encoding, jar);
  }

  private static final Encoding ENCODING =
      new Encoding(
          Map.of("x", new Scaling(List.of(20.0), List.of(7.0))),
          Map.of("V", List.of("a", "b", "<unk>")));

  /** What a process writes; it must end well. */
  private String java(Path classPath, String... command) throws Exception {
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of("-cp", classPath.toString()));
    all.addAll(List.of(command));
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    return out;
  }

  @Test
  void runsInAJvmOfItsOwn() throws Exception {
    for (Precision precision : Precision.values()) {
      Exported exported = export(STREAMING, precision, ENCODING, "com.acme.Meter");
      assertThat(java(exported.jar, "com.acme.Meter"))
          .isEqualTo(
              """
              Meter
                sequence place: [2]
                input    x
                input    kind
                output   p: [3]
                output   old: [8]
                output   last: [8]
              3 recorded sequences give the bits that the model gave.
              """);
    }
  }

  @Test
  void aModelThatNeedsWholeSequencesHasThemOnly() throws Exception {
    Exported exported = export(WHOLE, Precision.F32, Encoding.NONE, "Tagger");
    assertThat(java(exported.jar, "Tagger")).contains("3 recorded sequences give the bits");
  }

  @Test
  void isCalledFromJava() throws Exception {
    Exported exported = export(STREAMING, Precision.F32, ENCODING, "com.acme.Meter");
    Path source = folder.resolve("Use.java");
    Files.writeString(
        source,
        """
        import com.acme.Meter;
        import java.util.Arrays;

        public class Use {
          public static void main(String[] args) {
            Meter meter = Meter.load();
            Meter.State state = meter.start(0.5, -1);
            double[] out = new double[meter.outputSize()];
            for (String kind : new String[] {"b", "a", "never seen"}) {
              meter.step(state, new double[] {21.5, meter.token("kind", kind)}, out);
            }
            Meter.State restored = meter.restore(meter.save(state.copy()));
            meter.step(restored, new double[] {3, 0}, out);
            System.out.println(Arrays.toString(out));
            double[][] steps = {{21.5, 1}, {21.5, 0}, {21.5, 2}, {3, 0}};
            Meter.Outputs outputs = meter.run(new double[] {0.5, -1}, steps);
            System.out.println(Arrays.toString(outputs.sequence()));
          }
        }
        """);
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Xlint:all",
                "-Werror",
                "-cp",
                exported.jar.toString(),
                source.toString());
    assertThat(errors).isZero();
    double[][] steps = {{21.5, 1}, {21.5, 0}, {21.5, 2}, {3, 0}};
    Predictor.Outputs expected = exported.predictor().run(new double[] {0.5, -1}, steps);
    double[] all = new double[19];
    System.arraycopy(expected.steps()[3], 0, all, 0, 11);
    System.arraycopy(expected.sequence(), 0, all, 11, 8);
    Path both = Path.of(folder + System.getProperty("path.separator") + exported.jar);
    assertThat(java(both, "Use"))
        .isEqualTo(Arrays.toString(all) + "\n" + Arrays.toString(expected.sequence()) + "\n");
  }

  /** A state is saved in one process, and goes on in another. */
  @Test
  void aStateGoesOnInAnotherProcess() throws Exception {
    Exported exported = export(STREAMING, Precision.F32, ENCODING, "com.acme.Meter");
    Path source = folder.resolve("Stop.java");
    Files.writeString(
        source,
        """
        import com.acme.Meter;
        import java.nio.file.*;
        import java.util.Arrays;

        public class Stop {
          public static void main(String[] args) throws Exception {
            Meter meter = Meter.load();
            Path saved = Path.of(args[0]);
            double[] out = new double[meter.outputSize()];
            int from = Files.exists(saved) ? 3 : 0;
            Meter.State state =
                from == 0 ? meter.start(0.5, -1) : meter.restore(Files.readAllBytes(saved));
            for (int t = from; t < from + 3; t++) {
              meter.step(state, new double[] {7 * t, t % 3}, out);
            }
            Files.write(saved, meter.save(state));
            System.out.println(Arrays.toString(out));
          }
        }
        """);
    int errors =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-cp", exported.jar.toString(), source.toString());
    assertThat(errors).isZero();
    Path both = Path.of(folder + System.getProperty("path.separator") + exported.jar);
    Path saved = folder.resolve("state");
    java(both, "Stop", saved.toString());
    String second = java(both, "Stop", saved.toString());
    Predictor predictor = exported.predictor();
    var state = predictor.start(0.5, -1);
    double[] out = new double[predictor.outputSize()];
    for (int t = 0; t < 6; t++) {
      predictor.step(state, new double[] {7 * t, t % 3}, out);
    }
    assertThat(second).isEqualTo(Arrays.toString(out) + "\n");
  }

  @Test
  void refersToJavaBaseAndItselfAlone() throws Exception {
    for (String text : List.of(STREAMING, WHOLE)) {
      Exported exported = export(text, Precision.F32, Encoding.NONE, "com.acme.Name");
      Set<String> others = new TreeSet<>();
      try (JarFile jar = new JarFile(exported.jar.toFile())) {
        for (JarEntry entry : jar.stream().toList()) {
          assertThat(entry.getName())
              .matches(
                  "META-INF/MANIFEST.MF|com/acme/Name(\\$[\\w$]+)?\\.class|com/acme/Name.weights");
          if (entry.getName().endsWith(".class")) {
            byte[] bytes = jar.getInputStream(entry).readAllBytes();
            references(bytes).stream()
                .filter(c -> !c.startsWith("com/acme/Name"))
                .forEach(others::add);
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                .as("reflection")
                .doesNotContain("java/lang/reflect", "forName", "dev/rondo", "dev.rondo");
          }
        }
      }
      for (String other : others) {
        Module module = Class.forName(other.replace('/', '.')).getModule();
        assertThat(module.getName()).as(other).isEqualTo("java.base");
      }
      assertThat(others).contains("java/lang/Object");
    }
  }

  /** Every class that a constant pool or a descriptor names. */
  private static Set<String> references(byte[] bytes) {
    Set<String> names = new TreeSet<>();
    Remapper collect =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String name) {
            names.add(name);
            return name;
          }
        };
    new ClassReader(bytes).accept(new ClassRemapper(new ClassWriter(0), collect), 0);
    return names;
  }

  @Test
  void verifyFindsAChangedWeight() throws Exception {
    Exported exported = export(STREAMING, Precision.F32, Encoding.NONE, "com.acme.Meter");
    Path spoilt = folder.resolve("spoilt.jar");
    try (JarFile jar = new JarFile(exported.jar.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(spoilt))) {
      for (JarEntry entry : jar.stream().toList()) {
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith(".weights")) {
          bytes[4] ^= 0x40; // of the first parameter
        }
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(bytes);
      }
    }
    assertThatThrownBy(() -> java(spoilt, "com.acme.Meter"))
        .hasMessageContaining("but the model gave");
  }

  @Test
  void namesThatJavaForbidsAreRefused() {
    for (String name : List.of("", "com.acme.", "a-b", "com.class.Name", "1a")) {
      assertThatThrownBy(() -> export(WHOLE, Precision.F32, Encoding.NONE, name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("cannot be the name of a Java class");
    }
  }

  @Test
  void packagesThatJavaKeepsToItselfAreRefused() {
    assertThatThrownBy(() -> export(WHOLE, Precision.F32, Encoding.NONE, "java.acme.Name"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.*");
  }

  @Test
  void aSymbolMayBeLong() throws Exception {
    Encoding symbols =
        new Encoding(Map.of(), Map.of("V", List.of("a", "é".repeat(40_000), "\ud83d", "𝄞")));
    Exported exported = export(WHOLE, Precision.F32, symbols, "Tagger");
    Path source = folder.resolve("Long.java");
    Files.writeString(
        source,
        """
        public class Long {
          public static void main(String[] args) {
            for (String symbol : Tagger.load().symbols("x")) {
              System.out.println(symbol.length() + " " + symbol.codePointAt(symbol.length() - 1));
            }
          }
        }
        """);
    assertThat(java(exported.jar, source.toString()))
        .isEqualTo("1 97\n40000 233\n1 55357\n2 56606\n");
  }
}
