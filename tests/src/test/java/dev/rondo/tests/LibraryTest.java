package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.elaborate.Library;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.compiler.verify.GradientCheck;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.compiler.verify.Stated;
import dev.rondo.compiler.verify.Tangent;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the library: its gradient against differences, its values against a loop. */
class LibraryTest {
  private static final int UNITS = 3;
  private static final int WIDTH = 2;

  /** Each in a model by itself; its value has so many numbers, of a {@code real} one. */
  private record Application(String text, int size) {
    @Override
    public String toString() {
      return text;
    }

    CompiledModel model(Precision precision) {
      String type = size == 1 ? "real" : "[" + size + "]";
      String error = size == 1 ? "squared_error(y, goal)" : "sum(squared_error(y, goal))";
      return NamedRun.compile(
          """
          model Library {
            input x: [%d] over t
            input goal: %s over t
            param start: [%d] ~ normal(0.1)
            y = %s
            loss %s
            output y
          }
          """
              .formatted(WIDTH, type, UNITS, text, error),
          Map.of(),
          precision);
    }
  }

  static List<Application> applications() {
    return List.of(
        new Application("Elman[3](x)", 3),
        new Application("Elman[3, relu](x)", 3),
        new Application("Elman[3](x, over reverse t, from h = start)", 3),
        new Application("LSTM[3](x)", 3),
        new Application("LSTM[3](x, from h = start, from c = start)", 3),
        new Application("LSTM[3](x, over reverse t, from c = start)", 3),
        new Application("GRU[3](x)", 3),
        new Application("GRU[3](x, over reverse t, from h = start)", 3),
        new Application("GRUCho[3](x)", 3),
        new Application("GRUCho[3](x, from h = start)", 3),
        new Application("Linear[3](x)", 3),
        new Application("Score(x)", 1),
        new Application("Stack[1, Elman[3]](x)", 3),
        new Application("Stack[3, GRU[3]](x)", 3),
        new Application("Bidirectional[LSTM[3]](x)", 6),
        new Application("Stack[2, Bidirectional[GRUCho[3]]](x)", 6));
  }

  @Test
  void leavesNoCellOut() {
    assertThat(Library.cells())
        .isNotEmpty()
        .allSatisfy(
            cell -> assertThat(applications()).anyMatch(a -> a.text().matches(cell + "[\\[(].*")));
  }

  @ParameterizedTest
  @MethodSource("applications")
  void hasTheGradientOfDifferencesAndOfForwardMode(Application application) {
    CompiledModel model = application.model(Precision.F64);
    GradientCheck.Report report =
        GradientCheck.check(
            model,
            Optional.of(new Tangent(model)),
            Stated.of(model.forward()),
            application.text().hashCode());
    assertThat(report.ok()).as(report.table()).isTrue();
    assertThat(report.rows())
        .as(report.table())
        .hasSizeGreaterThan(model.signature().parameters().size())
        .allSatisfy(r -> assertThat(r.checked()).isPositive());
  }

  @Test
  void elmanIsItsLoop() {
    same("Elman[3](x)", (cell, x) -> cell.elman(x, Math::tanh));
    same("Elman[3, relu](x)", (cell, x) -> cell.elman(x, a -> Math.max(a, 0)));
    same("Elman[3, sigmoid](x)", (cell, x) -> cell.elman(x, DirectCells::sigmoid));
  }

  @Test
  void lstmIsItsLoop() {
    same("LSTM[3](x)", DirectCells::lstm);
  }

  @Test
  void gruIsItsLoop() {
    same("GRU[3](x)", DirectCells::gru);
  }

  @Test
  void gruChoIsItsLoop() {
    same("GRUCho[3](x)", DirectCells::gruCho);
  }

  @Test
  void linearAndScoreAreTheirProducts() {
    same("Linear[3](x)", DirectCells::linear);
    same("Score(x)", 1, DirectCells::score);
  }

  @Test
  void reverseIsTheLoopFromTheLastStep() {
    UnaryOperator<double[][]> reversed = DirectCells::reversed;
    same("GRU[3](x, over reverse t)", (cell, x) -> reversed.apply(cell.gru(reversed.apply(x))));
  }

  @Test
  void bidirectionalIsBothLoopsSideBySide() {
    CompiledModel model = new Application("Bidirectional[LSTM[3]](x)", 6).model(Precision.F64);
    Map<String, double[]> parameters = RandomData.parameters(model.signature(), 5);
    DirectCells forward = new DirectCells(parameters, "y.f.", UNITS);
    DirectCells backward = new DirectCells(parameters, "y.b.", UNITS);
    same(
        model,
        parameters,
        x -> {
          double[][] f = forward.lstm(x);
          double[][] b = DirectCells.reversed(backward.lstm(DirectCells.reversed(x)));
          double[][] both = new double[x.length][];
          for (int t = 0; t < x.length; t++) {
            both[t] = Arrays.copyOf(f[t], 2 * UNITS);
            System.arraycopy(b[t], 0, both[t], UNITS, UNITS);
          }
          return both;
        });
  }

  @Test
  void stackIsOneLoopOverTheOther() {
    CompiledModel model = new Application("Stack[2, GRU[3]](x)", 3).model(Precision.F64);
    Map<String, double[]> parameters = RandomData.parameters(model.signature(), 6);
    assertThat(parameters).containsKeys("y.y.Wz", "y.y.Stack.y.Wz");
    DirectCells below = new DirectCells(parameters, "y.y.Stack.y.", UNITS);
    DirectCells above = new DirectCells(parameters, "y.y.", UNITS);
    same(model, parameters, x -> above.gru(below.gru(x)));
  }

  private interface Loop {
    double[][] run(DirectCells cell, double[][] x);
  }

  private static void same(String text, Loop loop) {
    same(text, UNITS, loop);
  }

  private static void same(String text, int size, Loop loop) {
    CompiledModel model = new Application(text, size).model(Precision.F64);
    Map<String, double[]> parameters = RandomData.parameters(model.signature(), 4);
    DirectCells cell = new DirectCells(parameters, "y.", UNITS);
    same(model, parameters, x -> loop.run(cell, x));
  }

  /** The model's output y is what a loop gives, by bytecode and by the evaluator. */
  private static void same(
      CompiledModel model, Map<String, double[]> parameters, UnaryOperator<double[][]> loop) {
    List<Sequence> sequences =
        RandomData.sequences(model.signature(), List.of(4, 0, 1, 9, 4, 2), 7);
    NamedRun run = new NamedRun(model, Purpose.PREDICT).load(parameters).run(sequences);
    Evaluate evaluate = new Evaluate(model.equations(Purpose.PREDICT), parameters, sequences);
    String y = model.equations(Purpose.PREDICT).roots().get("output/y");
    for (int s = 0; s < sequences.size(); s++) {
      double[][] expected = loop.apply(inputs(sequences.get(s)));
      for (int t = 0; t < expected.length; t++) {
        for (int i = 0; i < expected[t].length; i++) {
          String place = "sequence " + s + " step " + t + " unit " + i;
          assertThat(run.output("y", s, t, i)).as(place).isCloseTo(expected[t][i], within(1e-12));
          int[] feature = expected[t].length == 1 ? new int[0] : new int[] {i};
          assertThat(evaluate.value(y, t, s, feature))
              .as(place)
              .isCloseTo(expected[t][i], within(1e-12));
        }
      }
    }
  }

  private static double[][] inputs(Sequence sequence) {
    double[][] x = new double[(int) sequence.length()][WIDTH];
    for (int t = 0; t < x.length; t++) {
      for (int k = 0; k < WIDTH; k++) {
        x[t][k] = sequence.value(0, t, k);
      }
    }
    return x;
  }
}
