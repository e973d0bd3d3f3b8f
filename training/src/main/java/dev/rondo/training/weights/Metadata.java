package dev.rondo.training.weights;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import dev.rondo.runtime.Scaling;
import dev.rondo.training.DataException;
import dev.rondo.training.data.Vocabulary;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Rondo writes beside the weights, so that they can be used without the training data.
 *
 * @param sizes of the model, by name
 * @param vocabularies by the name of their size
 * @param scaling by input
 * @param sources the text of every file that the model was compiled from, by name
 * @param tables of every file that its parameters began with, by name, the SHA-256
 */
public record Metadata(
    String model,
    Map<String, Integer> sizes,
    Map<String, Vocabulary> vocabularies,
    Map<String, Scaling> scaling,
    Map<String, String> sources,
    Map<String, String> tables) {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final String FORMAT = "rondo";
  private static final String VERSION = "1";

  public Metadata {
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    vocabularies = Collections.unmodifiableMap(new LinkedHashMap<>(vocabularies));
    scaling = Collections.unmodifiableMap(new LinkedHashMap<>(scaling));
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
  }

  /** As the text fields of a safetensors header; each but the first three is JSON. */
  Map<String, String> fields() {
    Map<String, List<String>> symbols = new LinkedHashMap<>();
    vocabularies.forEach((name, vocabulary) -> symbols.put(name, vocabulary.symbols()));
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("format", FORMAT);
    fields.put("version", VERSION);
    fields.put("model", model);
    fields.put("sizes", GSON.toJson(sizes));
    fields.put("vocabularies", GSON.toJson(symbols));
    fields.put("scaling", GSON.toJson(scaling));
    fields.put("sources", GSON.toJson(sources));
    if (!tables.isEmpty()) {
      fields.put("tables", GSON.toJson(tables));
    }
    return fields;
  }

  /** Empty for a file that something else wrote. */
  static Optional<Metadata> of(Path file, Map<String, String> fields) {
    if (!FORMAT.equals(fields.get("format"))) {
      return Optional.empty();
    }
    if (!VERSION.equals(fields.get("version"))) {
      throw DataException.in(file, "written in version " + fields.get("version") + " of the format")
          .help("this program reads version " + VERSION + ": use a newer one");
    }
    try {
      Map<String, Vocabulary> vocabularies = new LinkedHashMap<>();
      Map<String, List<String>> symbols = parse(fields, "vocabularies", new TypeToken<>() {});
      symbols.forEach((name, list) -> vocabularies.put(name, new Vocabulary(list)));
      return Optional.of(
          new Metadata(
              fields.getOrDefault("model", ""),
              parse(fields, "sizes", new TypeToken<>() {}),
              vocabularies,
              parse(fields, "scaling", new TypeToken<>() {}),
              parse(fields, "sources", new TypeToken<>() {}),
              parse(fields, "tables", new TypeToken<>() {})));
    } catch (RuntimeException e) { // Gson wraps what a record's constructor throws
      throw DataException.in(file, "its metadata is damaged: " + e.getMessage());
    }
  }

  private static <T> Map<String, T> parse(
      Map<String, String> fields, String name, TypeToken<LinkedHashMap<String, T>> type) {
    LinkedHashMap<String, T> value = GSON.fromJson(fields.getOrDefault(name, "{}"), type);
    return value == null ? Map.of() : value;
  }
}
