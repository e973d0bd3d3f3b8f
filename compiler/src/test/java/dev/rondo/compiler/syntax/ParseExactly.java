package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Source;
import dev.rondo.grammar.RondoLexer;
import dev.rondo.grammar.RondoParser;
import java.util.BitSet;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.dfa.DFA;
import org.antlr.v4.runtime.misc.Interval;

/** {@link Parse} for tests: fails where the grammar is ambiguous or the fast way differs. */
public final class ParseExactly {
  private ParseExactly() {}

  public static ModelFile parse(Source source) {
    RondoLexer lexer = Parse.lexer(source.text());
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    RondoParser parser = new RondoParser(tokens);
    parser.getInterpreter().setPredictionMode(PredictionMode.LL_EXACT_AMBIG_DETECTION);
    for (Recognizer<?, ?> recognizer : new Recognizer<?, ?>[] {lexer, parser}) {
      recognizer.removeErrorListeners();
      recognizer.addErrorListener(new Fail(source));
    }
    Diagnostics errors = new Diagnostics();
    ModelFile exact = new BuildSyntax(source, tokens, errors).file(parser.file());
    errors.throwIfAny();
    ModelFile fast = Parse.parse(source);
    if (!fast.equals(exact)) {
      throw new AssertionError(source.name() + ": the fast and the exact parse differ");
    }
    return fast;
  }

  private static final class Fail extends BaseErrorListener {
    private final Source source;

    Fail(Source source) {
      this.source = source;
    }

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object offending,
        int line,
        int column,
        String message,
        RecognitionException e) {
      throw new AssertionError(source.name() + ":" + line + ": " + message);
    }

    @Override
    public void reportAmbiguity(
        Parser parser,
        DFA dfa,
        int start,
        int stop,
        boolean exact,
        BitSet alternatives,
        ATNConfigSet configs) {
      String rule = parser.getRuleNames()[dfa.atnStartState.ruleIndex];
      String text = parser.getTokenStream().getText(Interval.of(start, stop));
      throw new AssertionError(
          "%s: ambiguous in %s, alternatives %s: %s"
              .formatted(source.name(), rule, alternatives, text));
    }
  }
}
