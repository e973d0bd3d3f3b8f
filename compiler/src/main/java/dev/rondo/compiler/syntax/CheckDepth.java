package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Rejects what is nested too deeply for passes that walk expressions recursively, before the first
 * of them, the parser, overflows its stack. Counts signs instead of parsing: an upper bound of the
 * depth of the expression that will be built.
 */
final class CheckDepth {
  private static final int BRACKETS = 100;
  private static final int OPERATIONS = 300;

  /** Operations in each bracket that is open, the line's own at the bottom. */
  private final Deque<Integer> open = new ArrayDeque<>(List.of(0));

  private int depth;

  private CheckDepth() {}

  static void check(List<Lexeme> lexemes, Diagnostics errors) {
    CheckDepth pass = new CheckDepth();
    boolean reported = false;
    Lexeme before = null;
    for (Lexeme lexeme : lexemes) {
      pass.count(before, lexeme);
      boolean tooDeep = pass.depth > OPERATIONS || pass.open.size() > BRACKETS + 1;
      if (tooDeep && !reported) {
        errors.report(
            new Diagnostic(
                lexeme.span(),
                "this is nested too deeply: an expression has at most %d brackets in each other, and %d operations"
                    .formatted(BRACKETS, OPERATIONS),
                "give its parts names of their own"));
      }
      reported = tooDeep;
      before = lexeme;
    }
  }

  private void count(Lexeme before, Lexeme lexeme) {
    boolean newLine =
        before != null && before.endsOperand() && lexeme.beginsOperand() && lexeme.isName();
    if (lexeme.is("{") || lexeme.is("}") || (newLine && open.size() == 1)) {
      open.clear();
      open.push(0);
      depth = 0;
    } else if (lexeme.isOpener()) {
      add(1);
      open.push(0);
    } else if (lexeme.isCloser()) {
      if (open.size() > 1) {
        depth -= open.pop();
      }
    } else if (lexeme.is(",") || lexeme.is("=") || lexeme.is("~") || lexeme.is(":")) {
      depth -= open.pop();
      open.push(0);
    } else if (lexeme.kind() == Lexeme.Kind.SIGN || lexeme.is("if")) {
      add(1);
    }
  }

  private void add(int operations) {
    depth += operations;
    open.push(open.pop() + operations);
  }
}
