package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Splits a file that does not parse into its definitions and the lines in them, by brackets and by
 * what a line can begin with; reports brackets without a partner on the way.
 */
final class SplitFile {
  /** Which rule of the grammar a part is for. */
  enum Kind {
    ITEM,
    MEMBER,
    SETTING
  }

  /**
   * A definition without what is between its braces, or one line between them.
   *
   * @param word the word that the definition around it begins with, or it itself
   */
  record Part(Kind kind, String word, List<Lexeme> lexemes) {
    Part {
      lexemes = List.copyOf(lexemes);
    }

    /**
     * Up to the opening brace of a definition: what is between its braces are parts of their own.
     */
    Span span() {
      int size = lexemes.size();
      boolean block = size > 1 && lexemes.get(size - 1).is("}") && lexemes.get(size - 2).is("{");
      Lexeme last = lexemes.get(block ? size - 2 : size - 1);
      return lexemes.get(0).span().to(last.span());
    }
  }

  /** The words of definitions with a block. */
  private static final Set<String> HEADERS = Set.of("cell", "model", "train");

  private final List<Lexeme> lexemes;
  private final Diagnostics errors;
  private final List<Part> parts = new ArrayList<>();
  private final Deque<Lexeme> open = new ArrayDeque<>();
  private int i;

  private SplitFile(List<Lexeme> lexemes, Diagnostics errors) {
    this.lexemes = lexemes;
    this.errors = errors;
  }

  static List<Part> split(List<Lexeme> lexemes, Diagnostics errors) {
    SplitFile pass = new SplitFile(lexemes, errors);
    while (pass.i < lexemes.size()) {
      pass.definition();
    }
    return pass.parts;
  }

  private void definition() {
    String word = lexemes.get(i).text();
    List<Lexeme> head = new ArrayList<>();
    do {
      bracket(lexemes.get(i));
      head.add(lexemes.get(i));
      i++;
    } while (i < lexemes.size() && !lexemes.get(i).is("{") && !startsDefinition(word));
    reportOpen();
    if (i < lexemes.size() && lexemes.get(i).is("{")) {
      Lexeme brace = lexemes.get(i);
      List<Part> lines = new ArrayList<>();
      Lexeme end = block(brace, word, lines);
      head.add(brace);
      if (end != null) {
        head.add(end);
      }
      parts.add(new Part(Kind.ITEM, word, head));
      if (HEADERS.contains(word)) {
        parts.addAll(lines);
      }
    } else {
      parts.add(new Part(Kind.ITEM, word, head));
    }
  }

  private boolean startsDefinition(String wordBefore) {
    // a definition without its brace goes on with lines that are no definitions
    boolean header = HEADERS.contains(wordBefore);
    return StartsOfLines.item(lexemes, i) || (!header && StartsOfLines.unknownItem(lexemes, i));
  }

  /** Returns the closing brace, or null if there is none. */
  private Lexeme block(Lexeme brace, String word, List<Part> lines) {
    Kind kind = word.equals("train") ? Kind.SETTING : Kind.MEMBER;
    List<Lexeme> line = new ArrayList<>();
    for (i++; i < lexemes.size() && !StartsOfLines.item(lexemes, i); i++) {
      Lexeme lexeme = lexemes.get(i);
      if (lexeme.is("}")) {
        reportOpen();
        endLine(kind, word, line, lines);
        i++;
        return lexeme;
      }
      if (lexeme.is("{")) {
        report(lexeme, "a block cannot stand inside a block", "");
        line.add(lexeme); // so that the line counts as reported
        skipBlock();
        continue;
      }
      boolean starts = StartsOfLines.line(lexemes, i, line, kind);
      if (starts && !open.isEmpty() && isBeyond(lexeme, lexemes.get(i - 1))) {
        reportOpen();
      }
      if (starts && open.isEmpty()) {
        endLine(kind, word, line, lines);
      }
      bracket(lexeme);
      line.add(lexeme);
    }
    reportOpen();
    endLine(kind, word, line, lines);
    report(brace, "this brace is never closed", "");
    return null;
  }

  private static void endLine(Kind kind, String word, List<Lexeme> line, List<Part> lines) {
    if (!line.isEmpty()) {
      lines.add(new Part(kind, word, line));
      line.clear();
    }
  }

  /** Whether what looks like a new line inside brackets is one: no named argument, that is. */
  private static boolean isBeyond(Lexeme lexeme, Lexeme before) {
    return lexeme.firstOnLine() && (lexeme.declares() || before.endsOperand());
  }

  /** Leaves i at the brace that closes the one at i. */
  private void skipBlock() {
    int depth = 0;
    for (; i < lexemes.size(); i++) {
      if (lexemes.get(i).is("{")) {
        depth++;
      } else if (lexemes.get(i).is("}") && --depth == 0) {
        return;
      }
    }
  }

  private void bracket(Lexeme lexeme) {
    if (lexeme.isOpener()) {
      open.push(lexeme);
    } else if (!lexeme.isCloser()) {
      return;
    } else if (open.isEmpty()) {
      report(lexeme, lexeme.quoted() + " closes nothing", "");
    } else if (open.peek().text().equals(lexeme.partner())) {
      open.pop();
    } else if (open.stream().anyMatch(o -> o.text().equals(lexeme.partner()))) {
      reportNeverClosed(open.pop());
      while (!open.pop().text().equals(lexeme.partner())) {
        // one report a line is enough
      }
    } else {
      Lexeme opener = open.pop();
      String message = opener.quoted() + " is closed by " + lexeme.quoted();
      errors.report(
          new Diagnostic(
              lexeme.span(),
              message,
              List.of(
                  new Diagnostic.Label(opener.span(), "opened here"),
                  new Diagnostic.Label(lexeme.span(), "closed here")),
              List.of(),
              ""));
    }
  }

  private void reportOpen() {
    if (!open.isEmpty()) {
      reportNeverClosed(open.peekLast());
      open.clear();
    }
  }

  private void reportNeverClosed(Lexeme opener) {
    // a string that swallows the rest of its line swallows brackets too
    boolean swallowed =
        lexemes.stream()
            .anyMatch(
                l ->
                    l.kind() == Lexeme.Kind.UNCLOSED_STRING
                        && l.span().line() == opener.span().line());
    if (!swallowed) {
      report(opener, opener.quoted() + " is never closed", "");
    }
  }

  private void report(Lexeme at, String message, String help) {
    errors.report(new Diagnostic(at.span(), message, help));
  }
}
