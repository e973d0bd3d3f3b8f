package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import java.util.List;
import java.util.Set;

/**
 * A word, number or sign of a model file, for the passes that explain what is wrong with one.
 *
 * @param index its place among the file's tokens
 * @param firstOnLine whether only blanks stand before it on its line
 */
record Lexeme(Kind kind, String text, int index, Span span, boolean firstOnLine) {
  /** What sort of thing it is; a word that may also be a name is a NAME. */
  enum Kind {
    NAME,
    RESERVED,
    NUMBER,
    STRING,
    UNCLOSED_STRING,
    SIGN,
    UNKNOWN
  }

  /** The words that begin a definition. */
  static final List<String> DEFINITIONS = List.of("import", "fun", "cell", "model", "train");

  /** The words that begin a line of a cell or model. */
  static final List<String> DECLARATIONS =
      List.of(
          "input", "param", "fixed", "state", "noise", "axis", "layer", "feed", "loss", "metric",
          "output");

  /** The words that continue a line. */
  private static final Set<String> CONTINUATIONS =
      Set.of("when", "until", "by", "always", "over", "in", "derivative", "from");

  private static final Set<String> BINARY =
      Set.of("^", "@", "*", "⊙", "/", "+", "-", "<", ">", "<=", ">=", "==", "!=");

  boolean is(String sign) {
    return text.equals(sign) && kind != Kind.STRING;
  }

  boolean isName() {
    return kind == Kind.NAME;
  }

  boolean isOpener() {
    return is("(") || is("[") || is("{");
  }

  boolean isCloser() {
    return is(")") || is("]") || is("}");
  }

  /** The bracket that this one opens or closes with. */
  String partner() {
    return switch (text) {
      case "(" -> ")";
      case "[" -> "]";
      case "{" -> "}";
      case ")" -> "(";
      case "]" -> "[";
      default -> "{";
    };
  }

  boolean isBinary() {
    return BINARY.contains(text);
  }

  boolean declares() {
    return isName() && DECLARATIONS.contains(text);
  }

  boolean continues() {
    return CONTINUATIONS.contains(text);
  }

  /** Whether a value can end here. */
  boolean endsOperand() {
    return switch (kind) {
      case NAME, NUMBER, STRING, UNCLOSED_STRING -> true;
      default -> isCloser() || is("'");
    };
  }

  /** Whether a value can begin here. */
  boolean beginsOperand() {
    return switch (kind) {
      case NAME, NUMBER, STRING, UNCLOSED_STRING -> true;
      default -> is("(") || is("[") || is("if");
    };
  }

  /** Whether nothing, not even a blank, stands between this and the next one. */
  boolean touches(Lexeme next) {
    return span.end() == next.span.start();
  }

  Source source() {
    return span.source();
  }

  /** How a message names it; a long string is not repeated. */
  String quoted() {
    return kind == Kind.STRING || kind == Kind.UNCLOSED_STRING ? "a string" : "'" + text + "'";
  }
}
