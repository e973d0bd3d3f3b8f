package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.elaborate.Library;
import dev.rondo.compiler.equations.PrintEquations;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.verify.GradientCheck;
import dev.rondo.compiler.verify.RandomData;
import dev.rondo.compiler.verify.Stated;
import dev.rondo.compiler.verify.Tangent;
import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the library: its gradient against differences, its values against a loop. */
class LibraryTest {
  private static final int UNITS = 3;

  static List<LibraryCase> applications() {
    return Stream.of(
            overTime(), AttentionCellsTest.CELLS, TwoAxesCellsTest.CELLS, AlignedLossesTest.CELLS)
        .flatMap(List::stream)
        .toList();
  }

  private static List<LibraryCase> overTime() {
    return List.of(
        new LibraryCase("Elman[3](x)", 3),
        new LibraryCase("Elman[3, relu](x)", 3),
        new LibraryCase("Elman[3](x, over reverse t, from h = start)", 3),
        new LibraryCase("LSTM[3](x)", 3),
        new LibraryCase("LSTM[3](x, from h = start, from c = start)", 3),
        new LibraryCase("LSTM[3](x, over reverse t, from c = start)", 3),
        new LibraryCase("GRU[3](x)", 3),
        new LibraryCase("GRU[3](x, over reverse t, from h = start)", 3),
        new LibraryCase("GRUCho[3](x)", 3),
        new LibraryCase("GRUCho[3](x, from h = start)", 3),
        new LibraryCase("GRUChung[3](x)", 3),
        new LibraryCase("Linear[3](x)", 3),
        new LibraryCase("Score(x)", 1),
        new LibraryCase("Stack[1, Elman[3]](x)", 3),
        new LibraryCase("Stack[3, GRU[3]](x)", 3),
        new LibraryCase("Bidirectional[LSTM[3]](x)", 6),
        new LibraryCase("Stack[2, Bidirectional[GRUCho[3]]](x)", 6),
        new LibraryCase("Jordan[4, 3](x, keep = 0.5)", 3),
        new LibraryCase("Leaky[3](x)", 3),
        new LibraryCase("EchoState[3](x, leak = 0.3)", 3),
        new LibraryCase("IRNN[3](x)", 3),
        new LibraryCase("IndRNN[3](x, bound = 0.5)", 3),
        new LibraryCase("Clockwork[3, 2](x)", 6),
        new LibraryCase("Faster[2, 2, 3](x)", 4),
        new LibraryCase("Ticking[3, 2](x)", 3),
        new LibraryCase("Dilated[3, 2](x)", 3),
        new LibraryCase("DilatedStack[3, 3](x)", 3),
        new LibraryCase("NARX[4, 3, 2, 1](x, y)", 3),
        new LibraryCase("LSTM1997[2, 2](x)", 4),
        new LibraryCase("PeepholeLSTM[3](x)", 3),
        new LibraryCase("LSTMP[4, 3](x)", 3),
        new LibraryCase("CIFG[3](x)", 3),
        new LibraryCase("MultiplicativeLSTM[3](x)", 3),
        new LibraryCase("LayerNormLSTM[3](x)", 3),
        new LibraryCase("ZoneoutLSTM[3](x)", 3),
        new LibraryCase("VariationalLSTM[3](x)", 3),
        new LibraryCase("WeightDroppedLSTM[3](x)", 3),
        new LibraryCase("PhasedLSTM[3](x, time)", 3, "input time: real over t"),
        new LibraryCase(
            "reshape(ConvLSTM[2, 3, 2](reshape(z, 6, 2)), 12)", 12, "input z: [12] over t"),
        new LibraryCase("reshape(Patches[3, 2](reshape(z, 6, 1)), 54)", 54, "input z: [6] over t"),
        new LibraryCase("SLSTM[3](x)", 3),
        new LibraryCase("MLSTM[3](x)", 3),
        new LibraryCase("Heads[2, MLSTM[3]](x)", 6),
        new LibraryCase("MGU[3](x)", 3),
        new LibraryCase("MinGRU[3](x)", 3),
        new LibraryCase("MinLSTM[3](x)", 3),
        new LibraryCase("GRUD[3](x, m, dt)", 3, "input m: [2] over t  input dt: real over t"),
        new LibraryCase("SkipGRU[3](x)", 3),
        new LibraryCase("QRNN[3](x)", 3),
        new LibraryCase("QRNN[3, 3](x)", 3),
        new LibraryCase("Taps[3, 3](x)", 3),
        new LibraryCase("SRU(x)", 2),
        new LibraryCase("LinearAttention[4, 3](x)", 3),
        new LibraryCase("DeltaNet[4, 3](x)", 3),
        new LibraryCase("TimeMix(x)", 2),
        new LibraryCase("ChannelMix[3](x)", 2),
        new LibraryCase("Positions[3]() + x[0]", 3),
        new LibraryCase("Ones[3]() * x[0]", 3),
        new LibraryCase("Doubled[5, 2](x)", 5),
        new LibraryCase("LMU[3, 4](x, theta = 5)", 3),
        new LibraryCase("S4D[3](x)", 2),
        new LibraryCase("LRU[3](x)", 2),
        new LibraryCase("S6[3, 1](x)", 2),
        new LibraryCase("Mamba[4, 3](x)", 2),
        new LibraryCase("StackRNN[3, 4](x)", 3),
        new LibraryCase("NTM[3, 4, 2](x)", 5),
        new LibraryCase(
            "concat(Address[2](x, M), over n)", 3, "axis n: 3  param M: [2] over n ~ normal(1)"),
        new LibraryCase("GridLSTM[2, 3](x)", 3),
        new LibraryCase(
            "concat(GridTransform[3](x, m), over d)", 6, "axis d: 2  param m: [3] over d = 0.1"),
        new LibraryCase("LIF[3](x)", 3),
        new LibraryCase("ODERNN[3, 4](x, dt)", 3, "input dt: real over t"),
        new LibraryCase("Euler[2, Field[3]](x, 0.5)", 2),
        new LibraryCase("Step[Field[3]](x, 0.5)", 2),
        new LibraryCase("Field[3](x)", 2),
        new LibraryCase("Residual[Elman[2]](x)", 2),
        new LibraryCase("Highway[Elman[2]](x)", 2),
        new LibraryCase("Stack[2, Highway[Residual[LSTM[2]]]](x)", 2),
        new LibraryCase("RecurrentHighway[3, 3](x)", 3),
        new LibraryCase("HighwaySteps[2, 2](x, x, x)", 2),
        new LibraryCase("HighwayStep[2](x, x, x)", 2));
  }

  @Test
  void leavesNoCellOut() {
    assertThat(Library.cells())
        .isNotEmpty()
        .allSatisfy(
            cell ->
                assertThat(applications())
                    .anyMatch(
                        a -> a.text().matches("(reshape[(]|concat[(])?" + cell + "[\\[(].*")));
  }

  @Test
  void itsIndexNamesWhatItsFilesDefine() {
    List<String> defined = new ArrayList<>();
    for (ModelFile file : Library.files()) {
      Stream.concat(
              file.cells().stream().map(ModelFile.Cell::name),
              file.funs().stream().map(ModelFile.Fun::name))
          .sorted(Comparator.comparingInt(name -> name.span().start()))
          .forEach(name -> defined.add(name.text()));
    }
    assertThat(Library.names()).containsExactlyElementsOf(defined);
  }

  @ParameterizedTest
  @MethodSource("applications")
  void hasTheGradientOfDifferencesAndOfForwardMode(LibraryCase application) {
    CompiledModel model = application.model();
    GradientCheck.Report report =
        GradientCheck.check(
            model,
            Optional.of(new Tangent(model)),
            Stated.of(model.forward()),
            application.text().hashCode());
    long trained = model.signature().parameters().stream().filter(p -> !p.fixed()).count();
    assertThat(report.ok()).as(report.table()).isTrue();
    assertThat(report.rows())
        .as(report.table())
        .hasSizeGreaterThan((int) trained)
        .allSatisfy(r -> assertThat(r.stated() || r.checked() > 0).isTrue());
  }

  /** In single precision, from the initial values, also where all inputs are 0. */
  @ParameterizedTest
  @MethodSource("applications")
  void beginsWithFiniteNumbers(LibraryCase application) {
    CompiledModel model = application.model(Precision.F32);
    Signature signature = model.signature();
    List<Sequence> sequences = new ArrayList<>();
    sequences.addAll(RandomData.sequences(signature, List.of(40, 7), 3));
    RandomData.Stored zeros =
        RandomData.copy(signature, RandomData.sequences(signature, List.of(5), 3).get(0));
    zeros.inputs().forEach(values -> Arrays.fill(values, 0));
    sequences.add(zeros);
    Runner runner = new Runner(model.program(Purpose.GRADIENTS));
    Numbers parameters = Initialize.parameters(signature, Precision.F32, 1);
    runner.load(parameters);
    runner.run(sequences, Integer.MAX_VALUE, null);
    Numbers gradient = Numbers.zeros(Precision.F32, parameters.size());
    runner.gradient(gradient);
    assertThat(runner.sum(0)).isFinite();
    for (int i = 0; i < parameters.size(); i++) {
      assertThat(parameters.get(i)).isFinite();
      assertThat(gradient.get(i)).isFinite();
    }
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
    CompiledModel model = new LibraryCase("Bidirectional[LSTM[3]](x)", 6).model();
    Map<String, double[]> parameters = RandomData.parameters(model.signature(), 5);
    DirectCells forward = new DirectCells(parameters, "y.f.", UNITS);
    DirectCells backward = new DirectCells(parameters, "y.b.", UNITS);
    LibraryCase.is(
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
    CompiledModel model = new LibraryCase("Stack[2, GRU[3]](x)", 3).model();
    Map<String, double[]> parameters = RandomData.parameters(model.signature(), 6);
    assertThat(parameters).containsKeys("y.y.Wz", "y.y.Stack.y.Wz");
    DirectCells below = new DirectCells(parameters, "y.y.Stack.y.", UNITS);
    DirectCells above = new DirectCells(parameters, "y.y.", UNITS);
    LibraryCase.is(model, parameters, x -> above.gru(below.gru(x)));
  }

  /** What a file calls like a part of the library's cells changes nothing in them. */
  @Test
  void aFileHidesNoPartOfALibraryCell() {
    String model =
        """
        model M {
          input x: [2] over t
          y = DilatedStack[2, 3](x)
          s = LIF[3](y)
          loss sum(s)
        }
        """;
    String own = "fun spike(v) = 0 * v  cell Dilated[A](x: [X]) -> y { y = x }";
    assertThat(equations(own + model)).isEqualTo(equations(model));
  }

  private static String equations(String text) {
    return PrintEquations.print(NamedRun.compile(text, Map.of(), Precision.F64).forward());
  }

  private interface Loop {
    double[][] run(DirectCells cell, double[][] x);
  }

  private static void same(String text, Loop loop) {
    same(text, UNITS, loop);
  }

  private static void same(String text, int size, Loop loop) {
    CompiledModel model = new LibraryCase(text, size).model();
    Map<String, double[]> parameters = RandomData.parameters(model.signature(), 4);
    DirectCells cell = new DirectCells(parameters, "y.", UNITS);
    LibraryCase.is(model, parameters, x -> loop.run(cell, x));
  }
}
