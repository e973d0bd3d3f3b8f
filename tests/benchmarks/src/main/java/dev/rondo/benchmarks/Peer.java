package dev.rondo.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A process that measures one system: see {@link Worker}. */
final class Peer implements AutoCloseable {
  private final Process process;
  private final PrintStream questions;
  private final BufferedReader answers;
  private final String version;

  private Peer(Process process) throws IOException {
    this.process = process;
    this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.version = answers.readLine();
    if (version == null) {
      throw new IOException("it does not start");
    }
  }

  /**
   * Starts it; what it complains about is shown.
   *
   * @throws IOException if there is no such program, or it ends at once: a Python without the
   *     library
   */
  static Peer start(List<String> command) throws IOException {
    return new Peer(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
  }

  /** What it says about itself. */
  String version() {
    return version;
  }

  /**
   * Medians.
   *
   * @param peak operations a second that a thread made at most meanwhile, if the system tells
   */
  record Measured(double seconds, OptionalDouble peak) {}

  /** Measures a workload; empty if the system cannot do it. */
  Optional<Measured> measure(Workload work, double seconds) throws IOException {
    String answer = ask(work.name() + " " + seconds);
    if (answer.equals("-")) {
      return Optional.empty();
    }
    double[] medians =
        Arrays.stream(answer.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    return Optional.of(new Measured(medians[0], Arrays.stream(medians).skip(1).findFirst()));
  }

  private String ask(String question) throws IOException {
    questions.println(question);
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("ended at '" + question + "': " + process.info().commandLine());
    }
    return answer;
  }

  @Override
  public void close() {
    questions.close(); // the end of its input is the end of its work
  }
}
