package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.syntax.Piece.Role;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How many blanks stand between two pieces of one line. */
final class FormatBlanks {
  private final Source source;
  private final List<Piece> pieces;

  FormatBlanks(Source source, List<Piece> pieces) {
    this.source = source;
    this.pieces = pieces;
  }

  /** The blanks before each piece. */
  int[] gaps() {
    int[] gaps = new int[pieces.size()];
    boolean[] tight = tightOperators();
    for (int i = 1; i < gaps.length; i++) {
      Piece before = pieces.get(i - 1);
      Piece next = pieces.get(i);
      int usual = tight[i] || tight[i - 1] || touch(before, next) ? 0 : 1;
      boolean mayAlign = usual == 1 || next.is(":") || (next.is("(") && next.is(Role.ATTACHED));
      int written = written(i);
      gaps[i] = mayAlign && written >= 2 ? written : usual;
    }
    return gaps;
  }

  /**
   * Operators without blanks around them: powers, and between square brackets those that are
   * written so, as in {@code h[t-1]} and {@code [2*H]}.
   */
  private boolean[] tightOperators() {
    boolean[] tight = new boolean[pieces.size()];
    Deque<Piece> open = new ArrayDeque<>();
    for (int i = 0; i < tight.length; i++) {
      Piece piece = pieces.get(i);
      if (piece.is("(") || piece.is("[")) {
        open.push(piece);
      } else if (piece.is(")") || piece.is("]")) {
        open.pop();
      } else if (piece.is(Role.BINARY)) {
        boolean between = !open.isEmpty() && open.peek().is("[");
        tight[i] = piece.is("^") || (between && (touches(i) || touches(i + 1)));
      }
    }
    return tight;
  }

  private static boolean touch(Piece before, Piece next) {
    if (next.is(Role.COMMENT)) {
      return false;
    }
    return before.is("(")
        || before.is("[")
        || before.is(".")
        || before.is(Role.UNARY)
        || next.is(Role.ATTACHED)
        || next.is(")")
        || next.is("]")
        || next.is(",")
        || next.is(":")
        || next.is(".")
        || next.is("'")
        || (before.is(Role.BLOCK_BEGIN) && next.is(Role.BLOCK_END));
  }

  private boolean touches(int i) {
    return pieces.get(i - 1).span().end() == pieces.get(i).span().start();
  }

  /** The blanks as written; 0 where a line break stands. */
  private int written(int i) {
    String between =
        source.text().substring(pieces.get(i - 1).span().end(), pieces.get(i).span().start());
    return between.contains("\n") || between.contains("\r") ? 0 : between.length();
  }
}
