package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Nearest;
import dev.rondo.compiler.syntax.SplitFile.Kind;
import dev.rondo.compiler.syntax.SplitFile.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Says in the language's own terms why a part of a file does not parse: from the first word that
 * fits nothing, the one before it, and what could have stood there instead.
 */
final class ExplainError {
  /** How each sort of part is written, for those that nothing better is known about. */
  private static final Map<String, String> PATTERNS =
      Map.ofEntries(
          Map.entry("input", "input x: token[V] over t"),
          Map.entry("param", "param W, U: [H, X] ~ glorot"),
          Map.entry("fixed", "fixed W: [H, X] ~ uniform(-1, 1)"),
          Map.entry("state", "state h: [H] = 0"),
          Map.entry("noise", "noise m: [H] ~ bernoulli(0.8)"),
          Map.entry("axis", "axis k: 3"),
          Map.entry("layer", "layer enc = GRU[H]"),
          Map.entry("feed", "feed x = choose(logits)"),
          Map.entry("loss", "loss cross_entropy(logits, y) when t > 0"),
          Map.entry("metric", "metric accuracy(logits, y)"),
          Map.entry("output", "output p = softmax(logits)"),
          Map.entry("import", "import folder.file"),
          Map.entry("fun", "fun swish(x) = x * sigmoid(x)"),
          Map.entry("cell", "cell GRU[H](x: [X]) -> h { ... }"),
          Map.entry("model", "model M[H = 64] { ... }"),
          Map.entry("train", "train M { batch = 32 }"));

  private static final String STEPS =
      "an equation holds at every step: h[t-1] is its value at the step before";

  private static final String EQUATION = "an equation is a name, = and a value";

  /** Words that begin a line in other languages. */
  private static final Map<String, String> STATEMENTS =
      Map.ofEntries(
          Map.entry("for", STEPS),
          Map.entry("while", STEPS),
          Map.entry("return", "what a cell returns stands in its first line, behind ->"),
          Map.entry("def", "a function is written fun f(x) = ..., outside of cells and models"),
          Map.entry("class", "a part with parameters is written cell C[H](x: [X]) -> h { ... }"),
          Map.entry("from", "an import is written import folder.file"),
          Map.entry("let", EQUATION),
          Map.entry("var", EQUATION),
          Map.entry("const", EQUATION),
          Map.entry("global", EQUATION),
          Map.entry("self", "names stand alone, without self"),
          Map.entry("print", "what shall be seen is an output: output h"),
          Map.entry("assert", "there are no statements, only equations"),
          Map.entry("del", "there are no statements, only equations"),
          Map.entry("pass", "a block may be empty"));

  /** Words that join values in other languages. */
  private static final Map<String, String> OPERATORS =
      Map.of(
          "and", "comparisons are 0 or 1: multiply them, (a > 0) * (b > 0)",
          "or", "comparisons are 0 or 1: write max(a > 0, b > 0)",
          "not", "comparisons are 0 or 1: write 1 - (a > 0)",
          "is", "to compare, write ==",
          "if", "write where(condition, a, b), or if N == 1 then a else b for sizes",
          "where", "steps are left out with when",
          "for", "every element at once: functions run over all numbers of a vector",
          "lambda", "a function has a name: fun f(x) = ...",
          "return", "what a function gives stands behind its =");

  /** Signs to try where something else stands, those first that say most when they are missing. */
  private static final List<String> STRUCTURE =
      List.of(":", "=", "~", "->", "{", "(", ")", "]", ",", "cell", "fun");

  private final Part part;
  private final Lexeme found;
  private final Lexeme before;
  private final int position;
  private final Predicate<String> viable;

  private ExplainError(Part part, int position, Predicate<String> viable) {
    List<Lexeme> lexemes = part.lexemes();
    this.part = part;
    this.position = position;
    this.found = position < lexemes.size() ? lexemes.get(position) : null;
    this.before = position > 0 ? lexemes.get(position - 1) : null;
    this.viable = viable;
  }

  /**
   * Explains the error at a position of a part, which may be its end.
   *
   * @param viable whether a word or sign could have stood at that position
   */
  static Diagnostic explain(Part part, int position, Predicate<String> viable) {
    return new ExplainError(part, position, viable).explain();
  }

  private Diagnostic explain() {
    if (before == null) {
      return atTheBeginning();
    }
    boolean value = viable.test("0");
    boolean name = viable.test("x");
    if (name && found != null && found.kind() == Lexeme.Kind.RESERVED && !clause(value)) {
      return value && found.is("if")
          ? error(
              found,
              "an if inside an expression stands in parentheses",
              "write (if ... then ... else ...)")
          : reservedWord();
    }
    if (value) {
      return noValue();
    }
    if (name) {
      return found == null || found.is("{")
          ? nothingFollows()
          : error(
              found,
              "a name should follow %s, not %s".formatted(before.quoted(), found.quoted()),
              pattern());
    }
    if (viable.test("real")) {
      return noType();
    }
    return position == 1 && isEquation() ? leftSide() : afterSomething();
  }

  private boolean clause(boolean value) {
    return value && (found.is("then") || found.is("else"));
  }

  private boolean isEquation() {
    Lexeme first = part.lexemes().get(0);
    return part.kind() == Kind.SETTING || (part.kind() == Kind.MEMBER && !first.declares());
  }

  private Diagnostic atTheBeginning() {
    boolean equation = part.lexemes().size() > 1 && part.lexemes().get(1).is("=");
    if (found.is("if")) {
      return noStatement();
    } else if (found.kind() == Lexeme.Kind.RESERVED) {
      return reservedWord();
    } else if (part.kind() != Kind.ITEM) {
      return error(found, found.quoted() + " begins no line of a block", "");
    } else if (found.declares() || equation) {
      return error(
          found,
          "this line stands outside of every cell and model",
          "is there a closing brace too many above it?");
    }
    if (STATEMENTS.containsKey(found.text())) {
      return error(found, "there is no '%s'".formatted(found.text()), STATEMENTS.get(found.text()));
    }
    String near = found.isName() ? Nearest.of(found.text(), Lexeme.DEFINITIONS) : "";
    return near.isEmpty()
        ? error(
            found,
            found.quoted() + " begins no definition",
            "a file holds imports, funs, cells, models and train blocks")
        : unknownWord(found, near);
  }

  /** The part begins as an equation does, with a name, but goes on differently. */
  private Diagnostic leftSide() {
    String name = before.text();
    boolean member = part.kind() == Kind.MEMBER;
    String near = member ? Nearest.of(name, Lexeme.DECLARATIONS) : "";
    if (STATEMENTS.containsKey(name)) {
      return error(before, "there is no '%s'".formatted(name), STATEMENTS.get(name));
    } else if (!near.isEmpty() && (found == null || found.isName())) {
      return unknownWord(before, near);
    } else if (member && found != null && (found.is(":") || found.is("~"))) {
      return error(
          before,
          "this does not say what %s is".formatted(name),
          found.is("~")
              ? "write param %s: [H] ~ ..., or noise for what is drawn anew".formatted(name)
              : "write state %s: ..., or begin with input, param or noise".formatted(name));
    } else if (member && found != null && found.is("(")) {
      return error(
          found,
          "the left side of an equation is a name alone",
          "write %s = ..., which holds at every step".formatted(name));
    }
    return expected("'='", member ? "write %s = ...".formatted(name) : "write batch = 32");
  }

  private Diagnostic noValue() {
    if (found == null || clause(true) || found.is(",") || found.continues()) {
      return nothingFollows();
    } else if (found.is(":") && before.is("[")) {
      return noSlice();
    } else if (found.isCloser()) {
      return before.isOpener()
          ? error(
              before,
              "nothing stands between %s and %s".formatted(before.quoted(), found.quoted()),
              "")
          : nothingFollows();
    }
    return error(
        found, "a value should follow %s, not %s".formatted(before.quoted(), found.quoted()), "");
  }

  private Diagnostic noSlice() {
    return error(
        found, "there is no ':' between brackets", "a part of a vector is slice(x, from, to)");
  }

  /** Whether the error is right behind the word that a type begins with, or the whole of it. */
  private boolean atType() {
    return before.is("token")
        || before.is("int")
        || before.is("real")
        || (found.is("over") && position == part.lexemes().size() - 1);
  }

  private Diagnostic wrongType() {
    if (found.is("over") && !before.is("token")) {
      return error(found, "nothing follows 'over'", "it is written over t");
    } else if (before.is("token")) {
      return error(before, "a token has a vocabulary", "write token[V]");
    }
    return error(
        found,
        "%s cannot stand behind %s".formatted(found.quoted(), before.quoted()),
        found.is("[")
            ? "several numbers are [H], one is real"
            : "write %s over t".formatted(before.text()));
  }

  private Diagnostic noType() {
    if (found == null) {
      return nothingFollows();
    }
    boolean size = found.isName() && Character.isUpperCase(found.text().charAt(0));
    return error(
        found,
        found.quoted() + " is no type",
        size || found.kind() == Lexeme.Kind.NUMBER
            ? "did you mean [%s]?".formatted(found.text())
            : "types are [H, X] with sizes in brackets, token[V], real and int");
  }

  /** The error is behind a complete value, name or bracket. */
  private Diagnostic afterSomething() {
    if (found != null && found.is("if") && found.firstOnLine()) {
      return noStatement();
    }
    for (String word : List.of("then", "else")) {
      if (viable.test(word) && has("if") && (word.equals("then") || has("then"))) {
        return error(
            found == null ? before : found,
            "this if has no '%s'".formatted(word),
            "write if ... then ... else ...");
      }
    }
    if (found != null && found.is(":") && viable.test("]")) {
      return noSlice();
    } else if (found != null && atType()) {
      return wrongType();
    }
    boolean operator = viable.test("+");
    boolean comma = viable.test(",");
    if (found != null && found.beginsOperand() && (operator || comma)) {
      String missing = operator && comma ? "',' or an operator" : operator ? "an operator" : "','";
      return error(
          found,
          "%s is missing between %s and %s".formatted(missing, before.quoted(), found.quoted()),
          OPERATORS.getOrDefault(found.text(), OPERATORS.getOrDefault(before.text(), "")));
    }
    List<String> signs = new ArrayList<>(STRUCTURE);
    signs.removeIf(sign -> (operator && sign.equals("(")) || !viable.test(sign));
    if (signs.isEmpty()) {
      boolean equals = found != null && found.is("=");
      return error(
          found == null ? before : found,
          found == null ? nothing() : found.quoted() + " cannot stand here",
          equals
              ? "to compare, write =="
              : found != null && found.is(",") && isEquation()
                  ? "lines do not end with ','"
                  : pattern());
    }
    boolean tuple = found != null && found.is(",") && signs.equals(List.of(")"));
    return expected(
        signs.stream().map(sign -> "'" + sign + "'").collect(Collectors.joining(" or ")),
        tuple ? "a vector is written [a, b]; vectors are joined by concat(a, b)" : pattern());
  }

  private boolean has(String word) {
    return part.lexemes().subList(0, position).stream().anyMatch(lexeme -> lexeme.is(word));
  }

  private Diagnostic noStatement() {
    return error(
        found,
        "there is no if statement: a name has one equation",
        "write y = where(condition, a, b), or y = if N == 1 then a else b for sizes");
  }

  private Diagnostic reservedWord() {
    return error(
        found,
        found.quoted() + " is a reserved word and cannot be a name",
        "call it %s_".formatted(found.text()));
  }

  private static Diagnostic unknownWord(Lexeme word, String near) {
    return error(
        word, "there is no '%s'".formatted(word.text()), "did you mean %s?".formatted(near));
  }

  private Diagnostic nothingFollows() {
    return error(before, nothing(), before.declares() || position == 1 ? pattern() : "");
  }

  private String nothing() {
    return "nothing follows " + before.quoted();
  }

  private Diagnostic expected(String what, String help) {
    String not = found == null ? "" : ", not " + found.quoted();
    return error(
        found == null ? before : found,
        "expected %s after %s%s".formatted(what, before.quoted(), not),
        help);
  }

  private String pattern() {
    String word = part.kind() == Kind.SETTING ? "train" : part.lexemes().get(0).text();
    return PATTERNS.containsKey(word) ? "it is written " + PATTERNS.get(word) : "";
  }

  private static Diagnostic error(Lexeme at, String message, String help) {
    return new Diagnostic(at.span(), message, help);
  }
}
