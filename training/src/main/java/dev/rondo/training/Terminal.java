package dev.rondo.training;

import java.io.Console;

/** Whether somebody is watching. */
public final class Terminal {
  private Terminal() {}

  /** Whether the program talks to a terminal that can redraw a line. */
  @SuppressWarnings("SystemConsoleNull") // the newer JDKs are asked for more below
  public static boolean present() {
    Console console = System.console();
    if (console == null || "dumb".equals(System.getenv("TERM"))) {
      return false;
    }
    try {
      // from Java 22 on there is a console without a terminal too, and a method that says so
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
