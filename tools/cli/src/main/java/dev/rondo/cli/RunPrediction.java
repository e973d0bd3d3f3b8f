package dev.rondo.cli;

import dev.rondo.RecurrentModel;
import dev.rondo.TrainedModel;
import dev.rondo.training.WholeFile;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Writes what a trained model says about data. */
final class RunPrediction {
  private final Session session;

  RunPrediction(Session session) {
    this.session = session;
  }

  int run(
      RecurrentModel model, Path weights, Path data, String[] over, Optional<Path> out, int ahead) {
    TrainedModel trained = model.load(weights, model.settings(over).precision());
    if (out.isPresent()) {
      WholeFile.write(
          out.get(),
          part -> {
            try (Writer writer = Files.newBufferedWriter(part)) {
              trained.predict(data, ahead, writer, over);
            }
            return part;
          });
    } else {
      PrintWriter writer = new PrintWriter(session.out(), false, StandardCharsets.UTF_8);
      trained.predict(data, ahead, writer, over);
      writer.flush();
    }
    return ExitCode.DONE;
  }
}
