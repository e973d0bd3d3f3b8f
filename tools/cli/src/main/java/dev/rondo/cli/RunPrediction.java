package dev.rondo.cli;

import dev.rondo.cli.OpenModel.Opened;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Numbers;
import dev.rondo.training.Predictions;
import dev.rondo.training.WholeFile;
import dev.rondo.training.data.DataRequest;
import dev.rondo.training.data.Dataset;
import dev.rondo.training.data.Loaders;
import dev.rondo.training.settings.Settings;
import dev.rondo.training.weights.Metadata;
import dev.rondo.training.weights.Weights;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes what a trained model says about data. */
final class RunPrediction {
  private final Session session;

  RunPrediction(Session session) {
    this.session = session;
  }

  int run(
      Options.ModelOptions options,
      Path file,
      Path dataFile,
      List<String> over,
      Optional<Path> out,
      OptionalInt ahead) {
    Weights weights = Weights.load(file);
    Metadata metadata =
        weights
            .metadata()
            .orElseThrow(
                () ->
                    new UserError(
                        file.toString(),
                        "these weights come without the sizes, symbols and scaling of the model",
                        "predict needs weights that 'rondo train' wrote"));
    Opened opened = OpenModel.one(options, metadata.sizes());
    Settings settings = ReadSettings.read(session, opened.model(), over);
    Settings.Source source = RunEvaluation.source(opened, settings, dataFile);
    CompiledModel model = opened.model().compile(Map.of(), settings.precision());
    Numbers parameters = weights.parameters(model.signature(), settings.precision(), file);
    Predictions predictions = predictions(opened, model, parameters, ahead);
    Dataset data = load(opened, predictions, metadata, source, ahead);
    if (out.isPresent()) {
      WholeFile.write(
          out.get(),
          part -> {
            try (Writer writer = Files.newBufferedWriter(part)) {
              predictions.write(data, writer);
            }
            return part;
          });
    } else {
      PrintWriter writer = new PrintWriter(session.out(), false, StandardCharsets.UTF_8);
      predictions.write(data, writer);
      writer.flush();
    }
    return ExitCode.DONE;
  }

  private static Predictions predictions(
      Opened opened, CompiledModel model, Numbers parameters, OptionalInt ahead) {
    try {
      return new Predictions(model, parameters, ahead.orElse(0));
    } catch (IllegalArgumentException e) { // its message is for the user
      throw new UserError(opened.path().file().toString(), e.getMessage(), "");
    }
  }

  private static Dataset load(
      Opened opened,
      Predictions predictions,
      Metadata metadata,
      Settings.Source source,
      OptionalInt ahead) {
    DataRequest request =
        new DataRequest(
            predictions.inputs(),
            opened.model().literals(),
            metadata.vocabularies(),
            metadata.scaling(),
            // what is to go on has not ended
            ahead.isPresent() ? Map.of() : opened.model().untils(),
            opened.folder());
    return Loaders.load(request, source, new Settings.Validation.None());
  }
}
