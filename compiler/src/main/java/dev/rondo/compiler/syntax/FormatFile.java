package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.syntax.Piece.Role;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model file as it is usually laid out. Lines end where their author ended them, and where they
 * would be too long; what is settled here are indentation, blanks and blank lines. Two blanks or
 * more inside a line are alignment and are kept.
 *
 * <p>Only blanks between pieces change, so that the text means what it meant. Formatting the result
 * again changes nothing: every choice depends on the pieces, or on blanks that are kept.
 */
public final class FormatFile {
  private static final int WIDTH = 100;
  private static final int INDENT = 2;
  private static final int CONTINUATION = 4;
  private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\r|\n");

  /** The rank of a place where a line is broken only if there is no other. */
  private static final int WORST = 1000;

  /** Words that a long line is broken before. */
  private static final Set<String> CLAUSES =
      Set.of("then", "else", "when", "until", "by", "derivative", "->");

  private final Source source;
  private final List<Piece> pieces;

  /** Before each piece: 0 nothing, 1 a line break, 2 a blank line too. */
  private final int[] breaks;

  /** Blanks before each piece, if no line break is there. */
  private final int[] gaps;

  /** How many round and square brackets are open before each piece. */
  private final int[] depths;

  private final boolean[] inBlock;

  private FormatFile(Source source, List<Piece> pieces) {
    this.source = source;
    this.pieces = pieces;
    this.gaps = new FormatBlanks(source, pieces).gaps();
    this.breaks = new int[pieces.size()];
    this.depths = new int[pieces.size()];
    this.inBlock = new boolean[pieces.size()];
  }

  /**
   * The text of a file, formatted.
   *
   * @throws ModelException if the file has syntax errors
   */
  public static String format(Source source) {
    FormatFile pass = new FormatFile(source, Parse.pieces(source));
    pass.readStructure();
    pass.keepBreaks();
    pass.expandBlocks();
    pass.breakLongLines();
    return pass.print();
  }

  private void readStructure() {
    int depth = 0;
    boolean block = false;
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      block &= !piece.is(Role.BLOCK_END);
      depths[i] = depth;
      inBlock[i] = block;
      block |= piece.is(Role.BLOCK_BEGIN);
      if (piece.is("(") || piece.is("[")) {
        depth++;
      } else if (piece.is(")") || piece.is("]")) {
        depth--;
      }
    }
  }

  private void keepBreaks() {
    for (int i = 1; i < pieces.size(); i++) {
      Piece before = pieces.get(i - 1);
      Piece piece = pieces.get(i);
      String between = source.text().substring(before.span().end(), piece.span().start());
      breaks[i] = (int) Math.min(2, LINE_BREAK.matcher(between).results().count());
      if (before.is(Role.BLOCK_BEGIN) || piece.is(Role.BLOCK_END)) {
        breaks[i] = Math.min(breaks[i], 1);
      } else if (piece.is(Role.BLOCK_BEGIN)) {
        breaks[i] = 0;
      }
      if (before.is(Role.COMMENT) || piece.is(Role.DEFINITION)) {
        breaks[i] = Math.max(breaks[i], 1);
      }
    }
  }

  /** A block is on one line, or its braces stand apart from what is in it. */
  private void expandBlocks() {
    int begin = 0;
    boolean broken = false;
    for (int i = 0; i < pieces.size(); i++) {
      broken |= breaks[i] > 0;
      if (pieces.get(i).is(Role.BLOCK_BEGIN)) {
        begin = i;
        broken = false;
      } else if (pieces.get(i).is(Role.BLOCK_END) && broken) {
        expand(begin, i);
      }
    }
  }

  private void expand(int begin, int end) {
    if (!pieces.get(begin + 1).is(Role.COMMENT)) {
      breaks[begin + 1] = 1;
    }
    breaks[end] = 1;
  }

  private void breakLongLines() {
    int start = 0;
    while (start < pieces.size()) {
      int end = endOfLine(start);
      if (!isLong(start, end) || !breakLine(start, end)) {
        start = end;
      }
    }
  }

  private int endOfLine(int start) {
    int end = start + 1;
    while (end < pieces.size() && breaks[end] == 0) {
      end++;
    }
    return end;
  }

  /** A comment at the end may stick out: it cannot be broken. */
  private boolean isLong(int start, int end) {
    int column = indent(start);
    for (int i = start; i < end && !pieces.get(i).is(Role.COMMENT); i++) {
      column += (i > start ? gaps[i] : 0) + pieces.get(i).width();
    }
    return column > WIDTH;
  }

  /** Breaks a line at one place; false if there is none. */
  private boolean breakLine(int start, int end) {
    int begin = -1;
    for (int i = start; i < end; i++) {
      if (pieces.get(i).is(Role.BLOCK_BEGIN)) {
        begin = i;
      } else if (pieces.get(i).is(Role.BLOCK_END) && begin >= 0) {
        expand(begin, i);
        return true;
      }
    }
    int best = -1;
    int bestRank = Integer.MAX_VALUE;
    int column = indent(start) + pieces.get(start).width();
    for (int i = start + 1; i < end && !pieces.get(i).is(Role.COMMENT); i++) {
      boolean fits = column <= WIDTH;
      boolean gains = column + gaps[i] > indent(i);
      if (gains && mayBreak(i) && (best < 0 || (fits && rank(i) <= bestRank))) {
        best = i;
        bestRank = rank(i);
      }
      column += gaps[i] + pieces.get(i).width();
    }
    if (best >= 0) {
      breaks[best] = 1;
    }
    return best >= 0;
  }

  /** Where no blank would be, a line break would change what {@link FormatBlanks} sees. */
  private boolean mayBreak(int i) {
    Piece piece = pieces.get(i);
    return gaps[i] > 0 && !piece.is(Role.ATTACHED) && !piece.is(Role.BLOCK_BEGIN);
  }

  /** How badly a line is broken before a piece; of equal ones the last that fits is taken. */
  private int rank(int i) {
    Piece piece = pieces.get(i);
    if (piece.is(Role.LINE)) {
      return -1;
    }
    boolean clause = CLAUSES.contains(piece.text()) || pieces.get(i - 1).is(",");
    int tightness = clause ? 0 : piece.is(Role.BINARY) ? tightness(piece.text()) : WORST;
    return depths[i] * 4 + tightness;
  }

  private static int tightness(String operator) {
    return switch (operator) {
      case "@" -> 3;
      case "*", "/", "⊙" -> 2;
      case "+", "-" -> 1;
      default -> 0;
    };
  }

  /** The column of a piece that begins a line. */
  private int indent(int i) {
    Piece piece = pieces.get(i);
    int next = i;
    while (next < pieces.size() && pieces.get(next).is(Role.COMMENT)) {
      next++;
    }
    int base = inBlock[i] ? INDENT : 0;
    if (next == pieces.size() || piece.is(Role.BLOCK_BEGIN)) {
      return base;
    }
    return switch (pieces.get(next).role()) {
      case DEFINITION, LINE, BLOCK_END -> base;
      default -> closesAll(piece, depths[i]) ? base : base + CONTINUATION;
    };
  }

  private static boolean closesAll(Piece piece, int depth) {
    return depth == 1 && (piece.is(")") || piece.is("]"));
  }

  private String print() {
    String lineBreak = source.text().contains("\r\n") ? "\r\n" : "\n";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces.size(); i++) {
      boolean first = i == 0 || breaks[i] > 0;
      text.append(lineBreak.repeat(breaks[i]));
      text.append(" ".repeat(first ? indent(i) : gaps[i])).append(pieces.get(i).text());
    }
    return pieces.isEmpty() ? "" : text.append(lineBreak).toString();
  }
}
