package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.syntax.ModelFile;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a model out until every condition on a size is decided. A size that comes from an argument
 * is known only when shapes are inferred, which needs the model written out: what one round finds
 * decides in the next.
 */
final class DecideSizes {
  private DecideSizes() {}

  static Draft instantiate(
      Definitions definitions,
      ModelFile.Model model,
      Map<String, Integer> bound,
      Diagnostics diagnostics) {
    Map<String, Size> found = new LinkedHashMap<>();
    while (true) {
      Diagnostics round = new Diagnostics();
      Draft draft = InstantiateCells.instantiate(definitions, model, bound, found, round);
      if (draft.undecided.isEmpty() || !learn(draft, found)) {
        round.all().forEach(diagnostics::report);
        if (!round.any()) {
          draft.undecided.forEach((name, at) -> diagnostics.report(unknown(draft, name, found)));
        }
        return draft;
      }
    }
  }

  /** Whether shapes say more than is known. */
  private static boolean learn(Draft draft, Map<String, Size> found) {
    Map<String, Size> solved = InferShapes.infer(draft, new Diagnostics()).solved();
    boolean more = false;
    for (String name : draft.undecided.keySet()) {
      Size size = solved.get(name);
      more |= size != null && !size.open() && found.putIfAbsent(draft.keys.get(name), size) == null;
    }
    return more;
  }

  private static Diagnostic unknown(Draft draft, String name, Map<String, Size> found) {
    Size size = found.get(draft.keys.get(name));
    return new Diagnostic(
        draft.undecided.get(name),
        "'if' decides when the model is checked, and nothing says how large "
            + (size == null ? draft.reasons.get(name) : size)
            + " is",
        size == null ? "" : "give it a value, %s = 64, or --size %<s=64".formatted(size));
  }

  /** What conditions decided on must be what comes of it. */
  static void check(Elaborated model, Diagnostics diagnostics) {
    Draft draft = model.draft();
    draft.keys.forEach(
        (name, key) -> {
          Size before = draft.decided.get(key);
          Size now = model.shapes().solved().get(name);
          if (before != null && now != null && !before.equals(now)) {
            diagnostics.report(
                new Diagnostic(
                    draft.places.get(name),
                    "an 'if' chose by " + before + ", and its choice makes that " + now));
          }
        });
  }
}
