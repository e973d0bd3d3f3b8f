package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The symbols that a model file names, by vocabulary: they come first in each. */
public final class Literals {
  private Literals() {}

  /** Symbols in the order of the source, by the vocabulary's size. */
  public static Map<String, List<String>> find(
      Draft draft, Map<String, Size> vocabularies, Diagnostics diagnostics) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    List<Item> symbols = new ArrayList<>();
    for (Item item : draft.items.values()) {
      if (item.form() instanceof Draft.Symbol) {
        symbols.add(item);
      }
    }
    symbols.sort(Comparator.comparingInt(i -> i.span().start()));
    for (Item item : symbols) {
      Size vocabulary = vocabularies.get(item.name());
      String text = ((Draft.Symbol) item.form()).text();
      if (vocabulary == null) {
        diagnostics.report(
            new Diagnostic(
                item.span(), "\"" + text + "\" meets no token, so it belongs to no vocabulary"));
      } else {
        add(found, vocabulary, text);
      }
    }
    for (Draft.FeedDeclaration feed : draft.feeds) {
      Optional<Size> vocabulary = draft.inputs.get(feed.input()).vocabulary();
      if (feed.until().isPresent() && vocabulary.isPresent()) {
        add(found, vocabulary.get(), feed.until().get());
      }
    }
    return found;
  }

  private static void add(Map<String, List<String>> found, Size vocabulary, String text) {
    List<String> symbols = found.computeIfAbsent(vocabulary.toString(), v -> new ArrayList<>());
    if (!symbols.contains(text)) {
      symbols.add(text);
    }
  }
}
