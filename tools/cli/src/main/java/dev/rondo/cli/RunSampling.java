package dev.rondo.cli;

import dev.rondo.cli.OpenModel.Opened;
import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.training.Sampler;
import dev.rondo.training.data.Vocabulary;
import dev.rondo.training.weights.Metadata;
import dev.rondo.training.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Lets a trained model write. */
final class RunSampling {
  private final Session session;
  private final boolean json;

  RunSampling(Session session, boolean json) {
    this.session = session;
    this.json = json;
  }

  /** What to write, in the user's words. */
  record Wish(String prompt, int length, double temperature, long seed) {}

  int run(Options.ModelOptions options, Path file, Optional<Precision> precision, Wish wish) {
    Weights weights = Weights.load(file);
    Opened opened = OpenModel.one(options, RunEvaluation.knownSizes(weights));
    Map<String, Vocabulary> vocabularies =
        weights
            .metadata()
            .map(Metadata::vocabularies)
            .orElseThrow(
                () ->
                    new UserError(
                        file.toString(),
                        "these weights come without the symbols of the model",
                        "sample needs weights that 'rondo train' wrote"));
    CompiledModel model = opened.model().compile(Map.of(), precision.orElse(Precision.F32));
    Numbers parameters = weights.parameters(model.signature(), model.precision(), file);
    Sampler sampler = sampler(opened, model, parameters, vocabularies);
    Optional<String> until = opened.model().untils().values().stream().findFirst();
    Sampler.Request request = request(sampler, wish, until);
    if (json) {
      StringBuilder text = new StringBuilder();
      sampler.sample(request, text::append, () -> false);
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("prompt", wish.prompt());
      line.put("text", text.toString());
      Json.line(session.out(), line);
    } else {
      session.out().print(wish.prompt());
      sampler.sample(request, this::show, () -> session.failure().isPresent());
      session.out().println();
    }
    return ExitCode.DONE;
  }

  private void show(String symbol) {
    session.out().print(symbol);
    if (session.screen()) {
      session.out().flush(); // somebody is reading along
    }
  }

  private static Sampler sampler(
      Opened opened,
      CompiledModel model,
      Numbers parameters,
      Map<String, Vocabulary> vocabularies) {
    try {
      return new Sampler(model, parameters, vocabularies);
    } catch (IllegalArgumentException e) { // its message is for the user
      throw new UserError(opened.path().file().toString(), e.getMessage(), "");
    }
  }

  private static Sampler.Request request(Sampler sampler, Wish wish, Optional<String> until) {
    try {
      return new Sampler.Request(
          sampler.vocabulary().encode(wish.prompt()),
          wish.length(),
          wish.temperature(),
          wish.seed(),
          until);
    } catch (IllegalArgumentException e) { // its message is for the user
      throw new UserError("--prompt", e.getMessage(), "");
    }
  }
}
