package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.emit.VerifyClass;
import dev.rondo.compiler.verify.RandomData.Stored;
import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Runner;
import dev.rondo.runtime.Sequence;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions by vectors give the bits of one number after the other, whatever the number. */
class VectorFunctionsTest {
  private static final int STEPS = 300;
  private static final int ROWS = 3;

  /** Vectors of all widths, and a rest. */
  private static final int WIDTH = 37;

  private static final float[] SPECIAL = {
    0,
    -0f,
    1,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    89,
    -104
  };

  private static double number(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
      case 1 -> Float.intBitsToFloat(random.nextInt());
      default -> (float) (random.nextGaussian() * Math.pow(2, random.nextInt(16) - 8));
    };
  }

  private static int[] bits(CompiledModel model, Sequence sequence) {
    Runner runner = new Runner(model.program(Purpose.PREDICT));
    runner.load(Initialize.parameters(model.signature(), Precision.F32, 1));
    runner.run(List.of(sequence), Integer.MAX_VALUE, null);
    return IntStream.range(0, STEPS * ROWS * WIDTH)
        .map(i -> bits(runner.output(0, 0, i / (ROWS * WIDTH), i % (ROWS * WIDTH))))
        .toArray();
  }

  private static int bits(double number) {
    return Float.floatToIntBits((float) number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x + b",
        "x - b",
        "x * b",
        "x / b",
        "-b + x",
        "min(x, b)",
        "max(x, b)",
        "logaddexp(x, b)",
        "where(x < b, x, b)",
        "where(x <= b, x, b)",
        "where(x > b, b, x)",
        "where(x >= b, b, x)",
        "where(x == b, 1, b)",
        "where(x != b, x, 0)",
        "mod(x, b)",
        "x ^ b",
        "exp(x * b)",
        "log(x * b)",
        "sqrt(x * b)",
        "abs(x * b)",
        "sign(x * b)",
        "erf(x * b)",
        "sigmoid(x * b)",
        "tanh(x * b)",
        "relu(x * b)",
        "silu(x * b)",
        "gelu(x * b)",
        "softplus(x * b)",
        "elu(x * b)",
        "sin(x * b)",
        "cos(x * b)",
        "floor(x * b)",
        "round(x * b)"
      })
  void haveTheBitsOfSingleNumbers(String function) {
    compare(function);
  }

  /** More than a method may have: HotSpot would never compile it, which VerifyClass would find. */
  @ParameterizedTest
  @ValueSource(ints = {2, 5, 6, 7, 8, 9, 10, 11, 50})
  void manyInOneKernelHaveThemToo(int count) {
    compare("erf(".repeat(count) + "x * b" + ")".repeat(count));
  }

  /** Rows to fetch make a method long, too. */
  @Test
  void aKernelOfManyValuesIsOneThatHotSpotCompiles() {
    StringBuilder members = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      members.append("  input x%d: [37] over t\n  input y%d: [37] over t\n".formatted(i, i));
      members.append("  output z%d = where(x%d, y%d, x%d)\n".formatted(i, i, i, i));
    }
    CompiledModel model =
        NamedRun.compile("model M {\n" + members + "}\n", Map.of(), Precision.F32).vectors(8);
    assertThat(VerifyClass.holds(model.code(Purpose.PREDICT, "M"))).isTrue();
  }

  private static void compare(String function) {
    // b is y, spread over rows: C2 makes no vectors of such a loop, so that we do
    CompiledModel plain =
        NamedRun.compile(
                """
                model M {
                  input x: [3, 37] over t
                  input y: [37] over t
                  input one: [3] over t
                  b = outer(one, y)
                  z = %s
                  output z
                }
                """
                    .formatted(function),
                Map.of(),
                Precision.F32)
            .vectors(0);
    Random random = new Random(5);
    double[] x = random.doubles((long) STEPS * ROWS * WIDTH).map(d -> number(random)).toArray();
    double[] y = random.doubles((long) STEPS * WIDTH).map(d -> number(random)).toArray();
    Arrays.fill(y, 0, y.length / 2, 1);
    double[] one = Vectors.filled(STEPS * ROWS, 1);
    Sequence sequence = new Stored(STEPS, List.of(x, y, one), List.of(ROWS * WIDTH, WIDTH, ROWS));
    int[] expected = bits(plain, sequence);
    for (int lanes : new int[] {4, 8, 16}) {
      assertThat(bits(plain.vectors(lanes), sequence)).as("%d lanes", lanes).isEqualTo(expected);
    }
  }
}
