package dev.rondo;

import com.google.gson.Gson;
import dev.rondo.training.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What decides a run's bits beside the program: a run goes on only where all of it is the same. */
final class RunIdentity {
  private RunIdentity() {}

  /** By names for messages. */
  static Map<String, String> of(
      Settings settings, Path folder, Map<String, String> sources, Map<String, String> tables) {
    Map<String, String> run = new LinkedHashMap<>();
    run.put("the model's source", new Gson().toJson(sources));
    run.put("the files that parameters begin with", tables.toString());
    run.put("precision", settings.precision().name());
    Settings.Source data = settings.data().orElseThrow();
    run.put("how the data is read", data.loader() + data.options());
    run.put("the data", hash(folder.resolve(data.file())));
    run.put("validation", part(settings.validation(), folder));
    run.put("test", part(settings.test(), folder));
    run.put("batch", Integer.toString(settings.batch()));
    run.put("window", settings.window().toString());
    run.put("epochs", Integer.toString(settings.epochs()));
    run.put("shuffle", Boolean.toString(settings.shuffle()));
    run.put("seed", Long.toString(settings.seed()));
    run.put("patience", settings.patience().toString());
    run.put("monitor", settings.monitor().name() + settings.monitor().larger());
    run.put("optimizer", settings.optimizer().toString());
    run.put("rate", settings.rate().toString());
    run.put("what is scheduled", settings.scheduled().toString());
    run.put("clip", settings.clip().toString());
    run.put("decay", Double.toString(settings.decay()));
    return run;
  }

  private static String part(Settings.Validation part, Path folder) {
    if (part instanceof Settings.Validation.From other) {
      Settings.Source source = other.source();
      return source.loader() + source.options() + hash(folder.resolve(source.file()));
    }
    return part.toString();
  }

  /**
   * Refuses to go on.
   *
   * @param file the checkpoint
   */
  static void check(Path file, Map<String, String> then, Map<String, String> now) {
    List<String> other = new ArrayList<>();
    now.forEach(
        (name, value) -> {
          if (!value.equals(then.get(name))) {
            other.add(name);
          }
        });
    if (!other.isEmpty()) {
      throw new RondoException(
          file.toString(),
          "the run cannot go on, because this is not as it was: " + String.join(", ", other),
          "give what the run began with, or begin anew without --resume");
    }
  }

  /** Empty of a file that cannot be read. */
  static String hash(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = new byte[1 << 16];
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        digest.update(bytes, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      // who reads it, which comes next, says what is wrong with it
      return "";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
