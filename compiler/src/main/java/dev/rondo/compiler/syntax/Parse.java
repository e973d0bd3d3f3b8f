package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.SplitFile.Part;
import dev.rondo.grammar.RondoLexer;
import dev.rondo.grammar.RondoParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * Text to {@link ModelFile}. This class, the two that build the records and {@link ReadPieces} are
 * the only ones that know ANTLR.
 *
 * <p>A file without errors is parsed as a whole. Where that fails, the parser's own recovery would
 * guess, so the file is split into its definitions and lines, and each is looked at alone: one
 * error cannot cause another, and its message knows what sort of line it is in.
 */
public final class Parse {
  private final Source source;
  private final Diagnostics errors = new Diagnostics();
  private final CommonTokenStream tokens;

  /** The whole file, if it parses. */
  private RondoParser.FileContext tree;

  private Parse(Source source) {
    this.source = source;
    this.tokens = new CommonTokenStream(lexer(source.text()));
    tokens.fill();
  }

  /**
   * Reads a model file.
   *
   * @throws ModelException with every error found, if there is one
   */
  public static ModelFile parse(Source source) {
    return new Parse(source).file();
  }

  /**
   * A file's words, signs and comments, with what each is in it.
   *
   * @throws ModelException with every error found, if there is one
   */
  static List<Piece> pieces(Source source) {
    Parse parse = new Parse(source);
    parse.file();
    return ReadPieces.read(source, parse.tokens, parse.tree);
  }

  private ModelFile file() {
    List<Lexeme> lexemes = lexemes();
    CheckLexemes.check(lexemes, errors);
    if (!errors.any()) {
      tree = whole().orElse(null);
      if (tree != null) {
        ModelFile file = new BuildSyntax(source, tokens, errors).file(tree);
        errors.throwIfAny();
        return file;
      }
    }
    for (Part part : SplitFile.split(lexemes, errors)) {
      if (!errors.within(part.span())) {
        examine(part);
      }
    }
    errors.throwIfAny();
    throw new IllegalStateException("no part of " + source.name() + " explains why it is wrong");
  }

  /**
   * SLL prediction is faster and nearly always enough; only full LL may say that a file is wrong.
   */
  private Optional<RondoParser.FileContext> whole() {
    return parseWhole(PredictionMode.SLL).or(() -> parseWhole(PredictionMode.LL));
  }

  private Optional<RondoParser.FileContext> parseWhole(PredictionMode mode) {
    tokens.seek(0);
    RondoParser parser = parser(tokens);
    parser.getInterpreter().setPredictionMode(mode);
    try {
      return Optional.of(parser.file());
    } catch (ParseCancellationException e) {
      return Optional.empty();
    }
  }

  private void examine(Part part) {
    List<Token> own = tokensOf(part.lexemes());
    Outcome outcome = run(own, start(part));
    if (outcome.tree() != null) {
      new BuildSyntax(source, tokens, errors).part(outcome.tree());
    } else {
      errors.report(
          ExplainError.explain(
              part,
              outcome.failedAt(),
              candidate -> isViable(own.subList(0, outcome.failedAt()), start(part), candidate)));
    }
  }

  private static Function<RondoParser, ParserRuleContext> start(Part part) {
    return switch (part.kind()) {
      case ITEM -> RondoParser::itemAlone;
      case MEMBER -> RondoParser::memberAlone;
      case SETTING -> RondoParser::settingAlone;
    };
  }

  /** Either a tree or the position of the first token that fits nothing. */
  private record Outcome(ParserRuleContext tree, int failedAt) {}

  private static Outcome run(List<Token> part, Function<RondoParser, ParserRuleContext> start) {
    // copies, because a token stream renumbers what it is given
    List<Token> closed = new ArrayList<>();
    part.forEach(token -> closed.add(new CommonToken(token)));
    closed.add(new CommonToken(Token.EOF));
    RondoParser parser = parser(new CommonTokenStream(new ListTokenSource(closed)));
    try {
      return new Outcome(start.apply(parser), -1);
    } catch (ParseCancellationException e) {
      Token offending = ((RecognitionException) e.getCause()).getOffendingToken();
      return new Outcome(null, closed.indexOf(offending));
    }
  }

  /** Whether a word or sign could have stood where the part went wrong. */
  private static boolean isViable(
      List<Token> before, Function<RondoParser, ParserRuleContext> start, String candidate) {
    List<Token> attempt = new ArrayList<>(before);
    attempt.add(lexer(candidate).nextToken());
    Outcome outcome = run(attempt, start);
    return outcome.tree() != null || outcome.failedAt() > before.size();
  }

  private static RondoParser parser(CommonTokenStream tokens) {
    RondoParser parser = new RondoParser(tokens);
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    return parser;
  }

  static RondoLexer lexer(String text) {
    RondoLexer lexer = new RondoLexer(CharStreams.fromString(maskSurrogates(text)));
    lexer.removeErrorListeners();
    return lexer;
  }

  /**
   * ANTLR counts code points and we count chars: with every surrogate replaced by some other
   * character that no token but a string or a comment contains, the two agree. Texts are taken from
   * the source, not from tokens.
   */
  private static String maskSurrogates(String text) {
    if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
      return text;
    }
    StringBuilder masked = new StringBuilder(text);
    for (int i = 0; i < masked.length(); i++) {
      if (Character.isSurrogate(masked.charAt(i))) {
        masked.setCharAt(i, '\uE000');
      }
    }
    return masked.toString();
  }

  private List<Token> tokensOf(List<Lexeme> lexemes) {
    return lexemes.stream().map(lexeme -> tokens.get(lexeme.index())).toList();
  }

  private List<Lexeme> lexemes() {
    List<Lexeme> found = new ArrayList<>();
    int line = -1;
    for (Token token : tokens.getTokens()) {
      if (token.getChannel() == Token.DEFAULT_CHANNEL && token.getType() != Token.EOF) {
        Span span = new Span(source, token.getStartIndex(), token.getStopIndex() + 1);
        found.add(
            new Lexeme(
                kind(token), span.text(), token.getTokenIndex(), span, token.getLine() != line));
        line = token.getLine();
      }
    }
    return found;
  }

  private static Lexeme.Kind kind(Token token) {
    return switch (token.getType()) {
      case RondoLexer.NUMBER -> Lexeme.Kind.NUMBER;
      case RondoLexer.STRING -> Lexeme.Kind.STRING;
      case RondoLexer.UNCLOSED -> Lexeme.Kind.UNCLOSED_STRING;
      case RondoLexer.OTHER -> Lexeme.Kind.UNKNOWN;
      case RondoLexer.IMPORT,
          RondoLexer.FUN,
          RondoLexer.CELL,
          RondoLexer.MODEL,
          RondoLexer.IF,
          RondoLexer.THEN,
          RondoLexer.ELSE ->
          Lexeme.Kind.RESERVED;
      default ->
          Character.isLetter(token.getText().charAt(0)) || token.getText().startsWith("_")
              ? Lexeme.Kind.NAME
              : Lexeme.Kind.SIGN;
    };
  }
}
