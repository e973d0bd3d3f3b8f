package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.ReduceOp;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.runtime.Signature;
import dev.rondo.runtime.Signature.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the kind and shape of every item, and the sizes that were left open: what is known is
 * passed on until nothing changes, then every item is checked once more with everything known.
 */
public final class InferShapes {
  private final Draft draft;
  private final Diagnostics diagnostics;
  private final Map<String, Draft.Type> types = new LinkedHashMap<>();
  private final Map<String, Size> solved = new HashMap<>();
  private final Map<String, Size> vocabularies = new LinkedHashMap<>();

  /** What was found: by item kinds, shapes and vocabularies; by open size what it is. */
  public record Shapes(
      Map<String, Draft.Type> types, Map<String, Size> vocabularies, Map<String, Size> solved) {}

  private InferShapes(Draft draft, Diagnostics diagnostics) {
    this.draft = draft;
    this.diagnostics = diagnostics;
  }

  public static Shapes infer(Draft draft, Diagnostics diagnostics) {
    InferShapes pass = new InferShapes(draft, diagnostics);
    boolean changed = true;
    while (changed) {
      changed = pass.step() || pass.assume();
    }
    pass.check();
    return new Shapes(pass.types, pass.vocabularies, pass.solved);
  }

  /** A recurrence without a state has the shape of what it is before its first step. */
  private boolean assume() {
    for (Item item : draft.items.values()) {
      if (item.form() instanceof Draft.Shift
          && item.args().size() == 2
          && !types.containsKey(item.name())
          && types.containsKey(draft.resolve(item.arg(1)))) {
        Draft.Type outside = types.get(draft.resolve(item.arg(1)));
        types.put(item.name(), new Draft.Type(Signature.Kind.REAL, outside.shape()));
        return true;
      }
    }
    return false;
  }

  private boolean step() {
    boolean changed = false;
    for (Draft.Constraint constraint : draft.constraints) {
      changed |= solve(constraint);
    }
    for (Item item : draft.items.values()) {
      if (!types.containsKey(item.name())) {
        Optional<Draft.Type> type = derive(item, Optional.empty());
        if (type.isPresent()) {
          types.put(item.name(), type.get());
          changed = true;
        }
      }
      changed |= vocabulary(item);
    }
    return changed;
  }

  /** The type of an item from its arguments' types; from its state's declaration if need be. */
  private Optional<Draft.Type> derive(Item item, Optional<Diagnostics> report) {
    List<Draft.Type> args = new ArrayList<>();
    item.args().forEach(a -> args.add(typeOf(a)));
    return ShapeRules.type(
        item, args, this::resolved, new ShapeErrors(draft, item, args, vocabularies, report));
  }

  /** The known type of an argument, or null. */
  private Draft.Type typeOf(String name) {
    String target = draft.resolve(name);
    Draft.Type type = types.get(target);
    if (type == null && draft.states.containsKey(target)) {
      Draft.Type declared = resolved(draft.states.get(target).type());
      return open(declared) ? null : declared;
    }
    return type;
  }

  private Draft.Type resolved(Draft.Type type) {
    return new Draft.Type(type.kind(), type.shape().stream().map(this::resolved).toList());
  }

  private Size resolved(Size size) {
    return size.replace(solved);
  }

  private static boolean open(Draft.Type type) {
    return type.shape().stream().anyMatch(Size::open);
  }

  /** Lets an argument's shape say what the open sizes of its declared type are. */
  private boolean solve(Draft.Constraint constraint) {
    Draft.Type type = typeOf(constraint.item());
    List<Size> declared = constraint.type().shape();
    if (type == null || type.shape().size() != declared.size()) {
      return false;
    }
    boolean changed = false;
    for (int i = 0; i < declared.size(); i++) {
      changed |= solve(declared.get(i), type.shape().get(i));
    }
    Size symbols = vocabularies.get(draft.resolve(constraint.item()));
    if (constraint.vocabulary().isPresent() && symbols != null) {
      changed |= solve(constraint.vocabulary().get(), symbols);
    }
    return changed;
  }

  private boolean solve(Size declared, Size known) {
    Optional<String> name = resolved(declared).name();
    if (name.isEmpty() || !name.get().startsWith("?")) {
      return false;
    }
    solved.put(name.get(), known);
    solved.replaceAll((n, s) -> s.replace(solved));
    return true;
  }

  private boolean vocabulary(Item item) {
    Optional<Size> own =
        item.form() instanceof Draft.In in
            ? in.declaration().vocabulary()
            : Optional.ofNullable(vocabularies.get(item.name())).or(() -> chosen(item));
    boolean looks = item.form() instanceof Draft.LookUp;
    boolean passes =
        looks
            || item.form() instanceof Draft.Rename
            || item.form() instanceof Draft.Shift
            || item.form() instanceof Draft.End;
    boolean compares =
        item.form() instanceof Draft.Apply apply
            && switch (apply.op()) {
              case EQUAL, NOT_EQUAL, SELECT -> true;
              default -> false;
            };
    List<String> related = new ArrayList<>();
    if (passes || compares) {
      int from = item.args().size() == 3 ? 1 : 0;
      int to = looks ? 1 : item.args().size();
      item.args().subList(from, to).forEach(a -> related.add(draft.resolve(a)));
      for (String name : related) {
        if (own.isEmpty()) {
          own = Optional.ofNullable(vocabularies.get(name));
        }
      }
    }
    if (own.isEmpty()) {
      return false;
    }
    boolean changed = false;
    if (!compares || item.args().size() == 3) {
      changed = vocabularies.put(item.name(), own.get()) == null;
    }
    for (String name : related) {
      Item other = draft.items.get(name);
      if (other != null && other.form() instanceof Draft.Symbol) {
        changed |= vocabularies.put(name, own.get()) == null;
      }
    }
    return changed;
  }

  /** The position of the best of a vocabulary's scores is a symbol of it. */
  private Optional<Size> chosen(Item item) {
    if (!(item.form() instanceof Draft.Fold fold)
        || fold.op() != ReduceOp.ARGMAX
        || !fold.features()) {
      return Optional.empty();
    }
    Draft.Type scores = typeOf(item.arg(0));
    return scores == null || scores.shape().isEmpty()
        ? Optional.empty()
        : draft.inputs.values().stream()
            .flatMap(input -> input.vocabulary().stream())
            .filter(scores.shape().get(scores.shape().size() - 1)::equals)
            .findFirst();
  }

  /** What was taken for a real number while not all was known may turn out to be an integer. */
  private static boolean fits(Draft.Type first, Draft.Type again) {
    return first.equals(again)
        || (first.shape().equals(again.shape())
            && first.kind() == Signature.Kind.REAL
            && again.kind() == Signature.Kind.INT);
  }

  private void check() {
    Map<String, List<Diagnostic>> wrong = new LinkedHashMap<>();
    for (Item item : draft.items.values()) {
      Diagnostics own = new Diagnostics();
      Draft.Type again = derive(item, Optional.of(own)).orElse(null);
      Draft.Type first = types.get(item.name());
      if (own.any()) {
        wrong.put(item.name(), own.all());
      } else if (first != null && again != null && !fits(first, again)) {
        throw new IllegalStateException(item + ": " + first + " and " + again);
      }
    }
    for (Draft.Constraint constraint : draft.constraints) {
      check(constraint);
    }
    if (diagnostics.any()) {
      // what a library cell makes of a wrong argument is not worth a message either
      wrong.keySet().removeIf(item -> Library.holds(draft.items.get(item).span().source()));
    }
    report(wrong);
    if (!diagnostics.any()) {
      draft.items.values().stream()
          .filter(item -> !types.containsKey(item.name()))
          .findFirst()
          .ifPresent(item -> diagnostics.report(unsolved(item)));
    }
  }

  /** What is wrong only because an argument is wrong is not worth a message. */
  private void report(Map<String, List<Diagnostic>> wrong) {
    boolean any = false;
    for (Map.Entry<String, List<Diagnostic>> entry : wrong.entrySet()) {
      boolean follows =
          draft.items.get(entry.getKey()).args().stream()
              .map(draft::resolve)
              .anyMatch(wrong::containsKey);
      if (!follows) {
        entry.getValue().forEach(diagnostics::report);
        any = true;
      }
    }
    if (!any) { // each follows from another, in a cycle
      wrong.values().stream().findFirst().ifPresent(first -> first.forEach(diagnostics::report));
    }
  }

  private Diagnostic unsolved(Item item) {
    if (item.form() instanceof Draft.Param param) {
      for (Size size : param.declaration().shape()) {
        for (String name : resolved(size).names()) {
          if (name.startsWith("?")) {
            return new Diagnostic(
                draft.places.get(name),
                "nothing says how large " + draft.reasons.get(name) + " is",
                "give the sizes that a cell needs between brackets, as in Linear[10](x)");
          }
        }
      }
    }
    return new Diagnostic(item.span(), "the shape of this cannot be inferred");
  }

  private void check(Draft.Constraint constraint) {
    Draft.Type type = typeOf(constraint.item());
    Draft.Type declared = resolved(constraint.type());
    if (type == null) {
      return;
    }
    if (type.equals(declared)) {
      vocabularies(constraint);
      return;
    }
    boolean scalar = type.shape().isEmpty() && type.kind() != Kind.TOKEN;
    boolean initial = constraint.what().startsWith("the initial value");
    boolean number = declared.kind() != Kind.TOKEN && type.kind() != Kind.TOKEN;
    if (number && (type.shape().equals(declared.shape()) || (scalar && initial))) {
      return;
    }
    String needs = declared.kind() == Kind.TOKEN ? "a token" : Size.shape(shown(declared.shape()));
    String is = type.kind() == Kind.TOKEN ? "a token" : Size.shape(type.shape());
    diagnostics.report(
        new Diagnostic(
            constraint.span(),
            constraint.what() + " is declared " + needs + ", but this is " + is,
            type.kind() == Kind.TOKEN
                ? "turn a token into numbers with table[x] or one_hot(x)"
                : ""));
  }

  private void vocabularies(Draft.Constraint constraint) {
    Size symbols = vocabularies.get(draft.resolve(constraint.item()));
    Optional<Size> declared = constraint.vocabulary().map(this::resolved);
    if (symbols != null && declared.isPresent() && !declared.get().equals(symbols)) {
      diagnostics.report(
          new Diagnostic(
              constraint.span(),
              constraint.what()
                  + " is declared token"
                  + shown(List.of(declared.get()))
                  + ", but this is token["
                  + symbols
                  + "]"));
    }
  }

  private static List<Size> shown(List<Size> shape) {
    return shape.stream().map(s -> s.open() ? Size.of("_") : s).toList();
  }
}
