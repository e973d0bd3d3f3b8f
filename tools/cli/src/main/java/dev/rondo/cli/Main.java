package dev.rondo.cli;

/** The {@code rondo} command. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("rondo 0.1.0-SNAPSHOT");
  }
}
