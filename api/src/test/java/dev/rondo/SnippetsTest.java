package dev.rondo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java of the documents compiles and runs: each document's is one program, in a module of its
 * own that requires ours, in a JVM with a module path and no class path.
 */
class SnippetsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK =
      Pattern.compile("^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  /** What only tests need; ours and their libraries are left. */
  private static final Pattern TEST_JAR =
      Pattern.compile(
          ".*(junit|assertj|byte-buddy|opentest4j|apiguardian|surefire|test-classes).*");

  private static final String IMPORTS =
      "import dev.rondo.*;\nimport dev.rondo.runtime.*;\nimport java.nio.file.Path;\n";

  @TempDir Path folder;

  @Test
  void readme() throws Exception {
    String snippet = blocks("README.md").get(0);
    assertThat(snippet.lines().filter(line -> !line.isBlank())).hasSizeLessThanOrEqualTo(12);
    assertThat(run(IMPORTS, snippet)).contains("the next year:");
    assertThat(folder.resolve("sunspots.safetensors")).exists();
  }

  @Test
  void page() throws Exception {
    List<String> blocks = blocks("docs/java.md");
    String out = run(blocks.get(0), String.join("\n", blocks.subList(1, blocks.size())));
    assertThat(out)
        .contains("Sunspots {H=OptionalInt[4]}\n")
        .contains("h.Wi [H, 1]")
        .contains("\nSTOPPED\n")
        .contains("\n5: ")
        .contains("persistence")
        .contains("Sunspots has no size 'K', but H");
  }

  private static List<String> blocks(String document) throws IOException {
    return BLOCK
        .matcher(Files.readString(ROOT.resolve(document)))
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** Where the documents say that their programs run: beside the examples. */
  private void copyExample() throws IOException {
    Path to = Files.createDirectories(folder.resolve("examples/sunspots"));
    for (String name : List.of("sunspots.rondo", "sunspots.csv")) {
      Files.copy(ROOT.resolve("examples/sunspots").resolve(name), to.resolve(name));
    }
  }

  private String run(String imports, String statements) throws Exception {
    copyExample();
    Path sources = Files.createDirectories(folder.resolve("src"));
    Files.writeString(
        sources.resolve("module-info.java"), "module snippet { requires dev.rondo; }");
    Path main = Files.createDirectories(sources.resolve("snippet")).resolve("Main.java");
    Files.writeString(
        main,
        "package snippet;\n"
            + imports
            + "public class Main {\n  public static void main(String[] args) {\n"
            + statements
            + "  }\n}\n");
    Path classes = folder.resolve("classes");
    compile(List.of(sources.resolve("module-info.java"), main), classes);
    Path out = folder.resolve("out.txt");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-p",
                modulePath() + File.pathSeparator + classes,
                "-m",
                "snippet/snippet.Main")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(java.waitFor(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      java.destroyForcibly();
    }
    String text = Files.readString(out);
    assertThat(java.exitValue()).as(text).isZero();
    return text;
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      boolean done =
          javac
              .getTask(
                  errors,
                  files,
                  null,
                  List.of("-d", classes.toString(), "-p", modulePath()),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(done).as(errors.toString()).isTrue();
    }
  }

  private static String modulePath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(path -> !TEST_JAR.matcher(path).matches() && !path.isBlank())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
