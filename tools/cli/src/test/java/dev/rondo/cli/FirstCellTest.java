package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/first-cell.md, followed to the letter in an empty folder. */
class FirstCellTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```(rondo|java|sh)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

  @TempDir Path folder;

  @Test
  void everyStepWorks() throws Exception {
    String page = Files.readString(Path.of("..", "..", "docs", "first-cell.md"));
    String classPath = System.getProperty("java.class.path");
    StringBuilder script = new StringBuilder("set -e\n");
    script.append("java=").append(Path.of(System.getProperty("java.home"), "bin", "java"));
    script.append("\njava() { \"$java\" -XX:TieredStopAtLevel=1 \"$@\"; }\n");
    script
        .append("rondo() { java -cp '")
        .append(classPath)
        .append("' dev.rondo.cli.Main \"$@\"; }\n");
    for (MatchResult block : BLOCK.matcher(page).results().toList()) {
      String text = block.group(2);
      switch (block.group(1)) {
        case "rondo" -> Files.writeString(folder.resolve("room.rondo"), text);
        case "java" -> Files.writeString(folder.resolve(name(text) + ".java"), text);
        default -> script.append(text.replace("\"$RONDO/lib/*\"", "'" + classPath + "'"));
      }
    }
    Process process =
        new ProcessBuilder(List.of("bash", "-c", script.toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isZero();
    assertThat(out)
        .contains("room.rondo: Room is OK")
        .contains("the gradient is right")
        .contains("the weights of epoch")
        .contains("recorded sequences give the bits that the model gave");
    // the model beside persistence, both in degrees
    MatchResult errors =
        Pattern.compile("the model +(\\S+)\\s+persistence +(\\S+)")
            .matcher(out)
            .results()
            .findFirst()
            .orElseThrow();
    assertThat(Double.parseDouble(errors.group(1)))
        .isLessThan(0.6 * Double.parseDouble(errors.group(2)));
    List<String> forecasts = out.lines().filter(l -> l.startsWith("in an hour")).toList();
    assertThat(forecasts).hasSize(4);
    assertThat(forecasts.get(3)).as("exported and not").isEqualTo(forecasts.get(0));
    assertThat(folder.resolve("next.jsonl")).isNotEmptyFile();
  }

  private static String name(String program) {
    return CLASS.matcher(program).results().findFirst().orElseThrow().group(1);
  }
}
