package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Lexeme.Kind;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * What can be seen to be wrong from neighbouring words and signs alone: habits from other
 * languages, characters that are no part of this one, numbers out of range.
 */
final class CheckLexemes {
  /** Signs that people bring along, and what to write for them. */
  private static final Map<String, String> FOREIGN =
      Map.ofEntries(
          Map.entry("&", "comparisons are 0 or 1: multiply them, (a > 0) * (b > 0)"),
          Map.entry("|", "comparisons are 0 or 1: write max(a > 0, b > 0)"),
          Map.entry("!", "comparisons are 0 or 1: write 1 - (a > 0)"),
          Map.entry("%", "write mod(a, b)"),
          Map.entry("?", "write where(condition, a, b)"),
          Map.entry("−", "this is the minus sign of typesetters: write -"),
          Map.entry("–", "this is a dash: write -"),
          Map.entry("×", "write * element by element, @ for a matrix product"),
          Map.entry("·", "write * element by element, @ for a matrix product"),
          Map.entry("∘", "write * or ⊙"),
          Map.entry("÷", "write /"),
          Map.entry("≤", "write <="),
          Map.entry("≥", "write >="),
          Map.entry("≠", "write !="),
          Map.entry("²", "write ^2"),
          Map.entry("√", "write sqrt(x)"),
          Map.entry("∑", "write sum(e, over t)"),
          Map.entry("“", "a string stands between two \""),
          Map.entry("”", "a string stands between two \""),
          Map.entry("’", "a transpose is written W', with a straight quote"),
          Map.entry("`", "a string stands between two \""),
          Map.entry("\\", "names are written out: alpha, or the letter α"),
          Map.entry("$", "equations stand as they are, without $"));

  /** Integers are held in doubles, which hold all of them up to here. */
  private static final BigInteger LARGEST_INTEGER = BigInteger.ONE.shiftLeft(53);

  private final List<Lexeme> lexemes;
  private final Diagnostics errors;
  private int i;

  private CheckLexemes(List<Lexeme> lexemes, Diagnostics errors) {
    this.lexemes = lexemes;
    this.errors = errors;
  }

  static void check(List<Lexeme> lexemes, Diagnostics errors) {
    CheckDepth.check(lexemes, errors);
    CheckLexemes pass = new CheckLexemes(lexemes, errors);
    for (pass.i = 0; pass.i < lexemes.size(); pass.i++) {
      pass.checkOne(lexemes.get(pass.i));
    }
  }

  private void checkOne(Lexeme lexeme) {
    switch (lexeme.kind()) {
      case UNKNOWN -> unknown(lexeme);
      case UNCLOSED_STRING ->
          report(opening(lexeme.span()), "this string is never closed", "end it with \"");
      case NUMBER -> number(lexeme);
      case SIGN -> sign(lexeme);
      default -> {}
    }
  }

  private static Span opening(Span span) {
    return new Span(span.source(), span.start(), span.start() + 1);
  }

  private void unknown(Lexeme lexeme) {
    String text = lexeme.text();
    Lexeme next = touching(lexeme);
    if (text.equals("#")) {
      report(lexeme.span(), "a comment begins with //, not with #", "");
      skipLine();
    } else if (text.equals(";")) {
      report(lexeme.span(), "lines do not end with ';'", "leave it out");
    } else if (next != null && "&|".contains(text) && next.is(text)) {
      report(lexeme.span().to(next.span()), "there is no '" + text + text + "'", FOREIGN.get(text));
      i++;
    } else if (FOREIGN.containsKey(text)) {
      report(lexeme.span(), "there is no '" + text + "'", FOREIGN.get(text));
      skipQuoted(text);
    } else {
      unknownCharacter(lexeme);
    }
  }

  private void unknownCharacter(Lexeme lexeme) {
    int codePoint = lexeme.source().text().codePointAt(lexeme.span().start());
    Span at = lexeme.span();
    boolean partOfWord = i > 0 && lexemes.get(i - 1).isName() && lexemes.get(i - 1).touches(lexeme);
    boolean letter = Character.isLetter(codePoint) || partOfWord;
    // the rest of the same foreign word is the same mistake
    while (i + 1 < lexemes.size()
        && lexemes.get(i).touches(lexemes.get(i + 1))
        && (lexemes.get(i + 1).kind() == Kind.UNKNOWN || lexemes.get(i + 1).isName())) {
      i++;
      at = at.to(lexemes.get(i).span());
    }
    String shown =
        Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.FORMAT
            ? "U+%04X".formatted(codePoint)
            : "'" + Character.toString(codePoint) + "'";
    report(
        at,
        "the character " + shown + " has no meaning here",
        letter ? "names have letters a-z A-Z α-ω Α-Ω, digits and _" : "");
  }

  private void number(Lexeme lexeme) {
    String text = lexeme.text();
    double value = Double.parseDouble(text);
    boolean integer = text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (integer && new BigInteger(text).compareTo(LARGEST_INTEGER) > 0) {
      report(
          lexeme.span(),
          "an integer is at most 2^53, 9007199254740992",
          "write it with a point or an exponent if a real number is meant");
    } else if (Double.isInfinite(value)) {
      report(lexeme.span(), "this number is out of range", "the largest is about 1.8e308");
    } else if (value == 0 && text.split("[eE]", -1)[0].chars().anyMatch(c -> c > '0')) {
      report(lexeme.span(), "this number is out of range", "the smallest is about 4.9e-324");
    }
    Lexeme next = touching(lexeme);
    if (next != null && next.isName()) {
      report(
          lexeme.span().to(next.span()),
          "'" + text + next.text() + "' is neither a number nor a name",
          next.text().matches("[_0-9]+")
              ? "write " + text + next.text().replace("_", "")
              : "write " + text + " * " + next.text() + " for a product");
    }
  }

  private void sign(Lexeme lexeme) {
    Lexeme next = touching(lexeme);
    if (lexeme.is("'") && !afterOperand()) {
      report(lexeme.span(), "a string stands between two \"", "");
      skipQuoted("'");
    } else if (next == null) {
      return;
    } else if (lexeme.is("*") && next.is("*")) {
      report(lexeme.span().to(next.span()), "there is no '**'", "a power is written a^b");
      i++;
    } else if (lexeme.is("/") && next.is("*")) {
      report(
          lexeme.span().to(next.span()),
          "there is no '/*'",
          "a comment begins with // and ends with its line");
      i++;
    } else if (lexeme.is(":") && next.is("=")) {
      report(lexeme.span().to(next.span()), "there is no ':='", "an equation is written with =");
      i++;
    } else if (lexeme.isBinary() && next.is("=") && "+-*/@^".contains(lexeme.text())) {
      String both = lexeme.text() + "=";
      String name = afterOperand() ? lexemes.get(i - 1).text() : "h";
      report(
          lexeme.span().to(next.span()),
          "there is no '" + both + "': a name has one equation, which holds at every step",
          "write %s = %s[t-1] %s ...".formatted(name, name, lexeme.text()));
      i++;
    } else if (lexeme.is(".") && next.kind() == Kind.NUMBER && !afterOperand()) {
      report(
          lexeme.span().to(next.span()), "a number begins with a digit", "write 0." + next.text());
    }
  }

  private boolean afterOperand() {
    return i > 0 && lexemes.get(i - 1).endsOperand();
  }

  /** The next lexeme if nothing stands between, else null. */
  private Lexeme touching(Lexeme lexeme) {
    Lexeme next = i + 1 < lexemes.size() ? lexemes.get(i + 1) : null;
    return next != null && lexeme.touches(next) ? next : null;
  }

  private void skipLine() {
    while (i + 1 < lexemes.size() && !lexemes.get(i + 1).firstOnLine()) {
      i++;
    }
  }

  /** Behind a foreign quote: its text is no Rondo either, if the quote ends on the same line. */
  private void skipQuoted(String quote) {
    String closing = quote.equals("“") ? "”" : quote;
    if (!"'`”".contains(closing)) {
      return;
    }
    for (int k = i + 1; k < lexemes.size() && !lexemes.get(k).firstOnLine(); k++) {
      if (lexemes.get(k).is(closing)) {
        i = k;
        return;
      }
    }
  }

  private void report(Span at, String message, String help) {
    errors.report(new Diagnostic(at, message, help));
  }
}
