package dev.rondo.cli;

import java.util.regex.Pattern;

/** Colours messages, or leaves them plain. */
enum Colour {
  NONE,
  ANSI;

  private static final Pattern ERROR = Pattern.compile("(?m)^(\\S.*?: |)(error:)");
  private static final Pattern CARETS = Pattern.compile("(?m)^( +\\| )([ ^|]*\\^[ ^|]*)$");
  private static final Pattern HELP = Pattern.compile("(?m)^( +)(help:)");

  /** For a terminal, unless its user wants none (no-color.org). */
  static Colour where(boolean terminal) {
    String no = System.getenv("NO_COLOR");
    return terminal && (no == null || no.isEmpty()) ? ANSI : NONE;
  }

  /** A message as RenderDiagnostics and the others here lay it out. */
  String message(String text) {
    if (this == NONE) {
      return text;
    }
    String coloured = ERROR.matcher(text).replaceAll("$1\u001b[1;31m$2\u001b[0m");
    coloured = CARETS.matcher(coloured).replaceAll("$1\u001b[31m$2\u001b[0m");
    return HELP.matcher(coloured).replaceAll("$1\u001b[1;32m$2\u001b[0m");
  }
}
