import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The embedded Reber grammar: writes strings of it as JSON lines, and checks what a model predicts.
 *
 * <pre>
 * java Reber.java make COUNT SEED [FILE whose strings are left out]
 * java Reber.java check STRINGS PREDICTIONS
 * </pre>
 */
class Reber {
  /** The symbols in the order of their vocabulary. */
  private static final String SYMBOLS = "BEPSTVX";

  /** Where a symbol leads from a node of the inner grammar. */
  private record Edge(char symbol, int to) {}

  private static final int END = 7;

  private static final List<List<Edge>> NODES =
      List.of(
          List.of(new Edge('B', 1)),
          List.of(new Edge('T', 2), new Edge('P', 3)),
          List.of(new Edge('S', 2), new Edge('X', 4)),
          List.of(new Edge('T', 3), new Edge('V', 5)),
          List.of(new Edge('X', 3), new Edge('S', 6)),
          List.of(new Edge('P', 4), new Edge('V', 6)),
          List.of(new Edge('E', END)));

  public static void main(String[] arguments) throws IOException {
    if (arguments.length >= 3 && arguments[0].equals("make")) {
      Set<String> without = new HashSet<>();
      if (arguments.length > 3) {
        without.addAll(strings(Path.of(arguments[3])));
      }
      make(Integer.parseInt(arguments[1]), new Random(Long.parseLong(arguments[2])), without);
    } else if (arguments.length == 3 && arguments[0].equals("check")) {
      boolean right = check(strings(Path.of(arguments[1])), Path.of(arguments[2]));
      System.exit(right ? 0 : 1);
    } else {
      System.err.println("make COUNT SEED [FILE], or check STRINGS PREDICTIONS");
      System.exit(2);
    }
  }

  private static void make(int count, Random random, Set<String> without) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (int i = 0; i < count; ) {
      String string = draw(random);
      if (!without.contains(string)) {
        out.print("{\"x\": \"" + string + "\"}\n");
        i++;
      }
    }
    out.flush();
  }

  /** B, then T or P, an inner string, the same T or P again, E: each choice by a fair coin. */
  private static String draw(Random random) {
    char outer = random.nextBoolean() ? 'T' : 'P';
    StringBuilder inner = new StringBuilder();
    for (int node = 0; node != END; ) {
      List<Edge> edges = NODES.get(node);
      Edge edge = edges.get(random.nextInt(edges.size()));
      inner.append(edge.symbol());
      node = edge.to();
    }
    return "B" + outer + inner + outer + "E";
  }

  /** What may come behind each symbol of a string but the last. */
  private static List<String> legal(String string) {
    List<String> legal = new ArrayList<>(List.of("TP"));
    int node = 0;
    for (int at = 2; at < string.length() - 1; at++) {
      legal.add(edges(node));
      char symbol = string.charAt(at);
      node =
          NODES.get(node).stream().filter(e -> e.symbol() == symbol).findFirst().orElseThrow().to();
      if (node == END) {
        break;
      }
    }
    legal.add(string.substring(1, 2)); // the long way back
    legal.add("E");
    return legal;
  }

  private static String edges(int node) {
    return NODES.get(node).stream()
        .map(edge -> String.valueOf(edge.symbol()))
        .collect(Collectors.joining());
  }

  private static List<String> strings(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(line -> line.split("\"")[3]).toList();
  }

  /** Whether the k likeliest symbols are everywhere the k legal ones. */
  private static boolean check(List<String> strings, Path predictions) throws IOException {
    List<String> lines = Files.readAllLines(predictions);
    int steps = 0;
    int wrongSteps = 0;
    int rightStrings = 0;
    double closest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < strings.size(); i++) {
      double[] next = numbers(lines.get(i));
      List<String> legal = legal(strings.get(i));
      if (next.length != SYMBOLS.length() * strings.get(i).length()
          || legal.size() != strings.get(i).length() - 1) {
        throw new IllegalArgumentException("line " + (i + 1) + " is not of " + strings.get(i));
      }
      int wrong = 0;
      for (int step = 0; step < legal.size(); step++) {
        double margin = margin(next, step * SYMBOLS.length(), legal.get(step));
        closest = Math.min(closest, margin);
        wrong += margin > 1 ? 0 : 1;
      }
      steps += legal.size();
      wrongSteps += wrong;
      rightStrings += wrong == 0 ? 1 : 0;
    }
    System.out.printf(
        "%,d of %,d strings, %,d of %,d steps have every legal symbol above every other;"
            + " where it is closest %.3g times as likely%n",
        rightStrings, strings.size(), steps - wrongSteps, steps, closest);
    return wrongSteps == 0;
  }

  /** How many times as likely the last of the legal symbols is as the first of the others. */
  private static double margin(double[] next, int from, String legal) {
    double lowest = 1;
    double highest = 0;
    for (int k = 0; k < SYMBOLS.length(); k++) {
      if (legal.indexOf(SYMBOLS.charAt(k)) >= 0) {
        lowest = Math.min(lowest, next[from + k]);
      } else {
        highest = Math.max(highest, next[from + k]);
      }
    }
    return lowest / highest;
  }

  /** The numbers of the output {@code next}: a list a step. */
  private static double[] numbers(String line) {
    String list = line.substring(line.indexOf("\"next\":") + 7, line.indexOf("]]"));
    return Arrays.stream(list.replace("[", "").replace("]", "").split(","))
        .mapToDouble(Double::parseDouble)
        .toArray();
  }
}
