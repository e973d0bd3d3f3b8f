package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Span;

/** A word, sign or comment of a file without errors, for the formatter. */
record Piece(Role role, Span span) {
  /** What a piece is in the file's structure, where its layout depends on that. */
  enum Role {
    /** The first word of a definition. */
    DEFINITION,
    /** The first word of a line of a block. */
    LINE,
    BLOCK_BEGIN,
    BLOCK_END,
    /** A bracket that belongs to what stands before it: a call, a delay, the sizes of a cell. */
    ATTACHED,
    /** A minus sign in front of its only operand. */
    UNARY,
    BINARY,
    COMMENT,
    OTHER
  }

  boolean is(Role expected) {
    return role == expected;
  }

  boolean is(String text) {
    return text().equals(text);
  }

  /** A comment without the blanks at its end. */
  String text() {
    return span.text().stripTrailing();
  }

  int width() {
    String text = text();
    return text.codePointCount(0, text.length());
  }
}
