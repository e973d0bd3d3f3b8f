package dev.rondo.compiler.syntax;

import java.util.List;

/**
 * Where a definition or a line of a block begins, as far as that can be seen without parsing. Lines
 * end nowhere in the grammar, so this goes by what can follow what; it is only asked about files
 * that do not parse, where a wrong guess costs a less good message.
 */
final class StartsOfLines {
  private StartsOfLines() {}

  /** Whether a definition begins at i. */
  static boolean item(List<Lexeme> lexemes, int i) {
    Lexeme lexeme = lexemes.get(i);
    if (!lexeme.firstOnLine() || !Lexeme.DEFINITIONS.contains(lexeme.text())) {
      return false;
    }
    if (lexeme.is("train")) {
      return is(lexemes, i + 1, "{") || (isName(lexemes, i + 1) && is(lexemes, i + 2, "{"));
    }
    return isName(lexemes, i + 1);
  }

  /** Whether something that is no definition, but looks as if it was meant as one, begins at i. */
  static boolean unknownItem(List<Lexeme> lexemes, int i) {
    Lexeme lexeme = lexemes.get(i);
    return lexeme.firstOnLine()
        && lexeme.isName()
        && !lexeme.declares()
        && !lexeme.continues()
        && isName(lexemes, i + 1);
  }

  /**
   * Whether a line of a block begins at i.
   *
   * @param line what the line before has so far
   */
  static boolean line(List<Lexeme> lexemes, int i, List<Lexeme> line, SplitFile.Kind kind) {
    if (line.isEmpty()) {
      return true;
    }
    Lexeme lexeme = lexemes.get(i);
    Lexeme before = lexemes.get(i - 1);
    boolean members = kind == SplitFile.Kind.MEMBER;
    boolean declaredHere = members && line.size() == 1 && line.get(0).declares();
    boolean axisHere = !lexeme.firstOnLine() && (before.is("over") || before.is("in"));
    if (declaredHere || axisHere || before.is(",") || before.is(":") || before.is(".")) {
      return false;
    }
    boolean apart = lexeme.firstOnLine() || before.endsOperand();
    if (lexeme.kind() == Lexeme.Kind.RESERVED) {
      boolean statement = lexeme.is("if") && before.endsOperand();
      return lexeme.firstOnLine() && (statement || is(lexemes, i + 1, "="));
    }
    if (!lexeme.isName()) {
      return false;
    }
    return (apart && isLeftSide(lexemes, i))
        || (apart && members && lexeme.declares() && declaresSomething(lexemes, i))
        || (lexeme.firstOnLine() && before.endsOperand() && !lexeme.continues());
  }

  /** {@code h =}, {@code h' =}, {@code h[t] =}. */
  private static boolean isLeftSide(List<Lexeme> lexemes, int i) {
    int k = i + 1;
    while (is(lexemes, k, "'")) {
      k++;
    }
    if (lexemes.get(i).firstOnLine() && is(lexemes, k, "[")) {
      int depth = 0;
      do {
        depth += is(lexemes, k, "[") ? 1 : is(lexemes, k, "]") ? -1 : 0;
        k++;
      } while (depth > 0 && k < lexemes.size());
    }
    return is(lexemes, k, "=");
  }

  private static boolean declaresSomething(List<Lexeme> lexemes, int i) {
    boolean loss = lexemes.get(i).is("loss") || lexemes.get(i).is("metric");
    return isName(lexemes, i + 1)
        || (loss && i + 1 < lexemes.size() && lexemes.get(i + 1).beginsOperand());
  }

  private static boolean is(List<Lexeme> lexemes, int i, String text) {
    return i < lexemes.size() && lexemes.get(i).is(text);
  }

  private static boolean isName(List<Lexeme> lexemes, int i) {
    return i < lexemes.size() && lexemes.get(i).isName();
  }
}
