package dev.rondo;

import dev.rondo.training.DataException;
import dev.rondo.training.settings.Settings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Numbers for sizes that a model leaves open. */
final class OpenSizes {
  /** Small, because a check by differences runs a model often; a prime is like no other size. */
  private static final int[] SMALL = {3, 5, 4, 7, 6, 8, 9, 11};

  private OpenSizes() {}

  /** Those that the train block's data gives; none without a train block. */
  static Map<String, Integer> fromData(
      RecurrentModel model, List<String> over, Optional<Path> file) {
    Settings own = model.settings(over);
    Settings settings = file.map(own::withDataFile).orElse(own);
    if (settings.data().isEmpty()) {
      return Map.of();
    }
    Settings.Source source = settings.data().get();
    try {
      return ModelData.load(model, source, new Settings.Validation.None(), Optional.empty())
          .sizes();
    } catch (DataException e) {
      throw e.help().isEmpty() ? e.help("without the data give sizes with --size NAME=N") : e;
    }
  }

  /**
   * Small numbers, each another, for all sizes that are open or larger than those. A vocabulary is
   * at least as large as what the model names of it.
   */
  static Map<String, Integer> small(RecurrentModel model) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    int next = 0;
    for (Map.Entry<String, OptionalInt> size : model.sizes().entrySet()) {
      String name = size.getKey();
      boolean open = size.getValue().isEmpty();
      if (!model.given().containsKey(name)
          && (open || size.getValue().getAsInt() > SMALL[SMALL.length - 1])) {
        int literals = model.checked().literals().getOrDefault(name, List.of()).size();
        sizes.put(name, SMALL[next++ % SMALL.length] + literals);
      }
    }
    return sizes;
  }
}
