package dev.rondo.compiler.equations;

import dev.rondo.compiler.equations.Node.Affine;
import dev.rondo.compiler.equations.Node.Constant;
import dev.rondo.compiler.equations.Node.Delay;
import dev.rondo.compiler.equations.Node.Elementwise;
import dev.rondo.compiler.equations.Node.Input;
import dev.rondo.compiler.equations.Node.Parameter;
import dev.rondo.compiler.equations.Node.Product;
import dev.rondo.compiler.equations.Node.Reduce;
import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An Elman cell whose loss is Σ of h over all steps but the last times the next input, written as
 * equations by hand, and its gradient with respect to U.
 */
public final class ElmanByHand {
  public static final int H = 3;
  public static final int X = 2;

  private static final Index T = Index.time("t");
  private static final Index B = Index.BATCH;
  private static final Index I = Index.feature("i", H);
  private static final Index J = Index.feature("j", H);
  private static final Index K = Index.feature("k", X);

  private ElmanByHand() {}

  public static Equations equations() {
    return new Equations(
        signature(),
        List.of(
            equation("W", 0, new Parameter("W"), I, K),
            equation("U", 0, new Parameter("U"), I, J),
            equation("b", 0, new Parameter("b"), I),
            equation("x", 0, new Input("x"), T, B, K),
            equation("%0", 0, new Constant(0)),
            equation(
                "%a",
                0,
                new Affine(
                    Optional.of(read("b", "i")),
                    List.of(
                        new Product(read("W", "i k"), read("x", "t # k")),
                        new Product(read("U", "i j"), read("%h", "t # j"))),
                    false),
                T,
                B,
                I),
            equation("%h", 0, new Delay(read("h", "t # i"), "t", 1, read("%0", "")), T, B, I),
            equation("h", 0, new Elementwise(Op.TANH, List.of(read("%a", "t # i"))), T, B, I),
            equation("%n", 1, new Delay(read("x", "t # k"), "t", -1, read("%0", "")), T, B, K),
            equation("next", 1, new Reduce(ReduceOp.SUM, read("%n", "t # k"), false), T, B),
            equation("size", 0, new Reduce(ReduceOp.SUM, read("h", "t # i"), false), T, B),
            equation(
                "loss",
                0,
                new Affine(
                    Optional.empty(),
                    List.of(new Product(read("size", "t #"), read("next", "t #"))),
                    false)),
            // the gradient: dh has next where it is defined
            equation("%e", 0, new Delay(read("next", "t #"), "t", 0, read("%0", "")), T, B),
            equation(
                "dh",
                0,
                new Affine(
                    Optional.of(read("%e", "t #")),
                    List.of(new Product(read("%da", "t # j"), read("U", "j i"))),
                    false),
                T,
                B,
                I),
            equation("%da", 0, new Delay(read("da", "t # i"), "t", -1, read("%0", "")), T, B, I),
            equation(
                "%hh",
                0,
                new Elementwise(Op.MUL, List.of(read("h", "t # i"), read("h", "t # i"))),
                T,
                B,
                I),
            equation(
                "%s",
                0, new Elementwise(Op.SUB, List.of(read("%1", ""), read("%hh", "t # i"))), T, B, I),
            equation("%1", 0, new Constant(1)),
            equation(
                "da",
                0,
                new Elementwise(Op.MUL, List.of(read("dh", "t # i"), read("%s", "t # i"))),
                T,
                B,
                I),
            equation(
                "%dU",
                0,
                new Affine(
                    Optional.empty(),
                    List.of(new Product(read("da", "t # i"), read("%h", "t # j"))),
                    true),
                I,
                J)),
        roots());
  }

  private static Map<String, String> roots() {
    Map<String, String> roots = new LinkedHashMap<>();
    roots.put("output/h", "h");
    roots.put("loss", "loss");
    roots.put("gradient/U", "%dU");
    return roots;
  }

  private static Signature signature() {
    Initial zero = new Initial.Constant(0);
    return new Signature(
        "Elman",
        Map.of("H", H, "X", X),
        List.of(Signature.Axis.of("t")),
        List.of(
            new Signature.Parameter("W", List.of(H, X), 0, false, zero),
            new Signature.Parameter("U", List.of(H, H), H * X, false, zero),
            new Signature.Parameter("b", List.of(H), H * X + H * H, false, zero)),
        List.of(
            new Signature.Input(
                "x",
                Signature.Kind.REAL,
                List.of(X),
                List.of(0),
                Optional.empty(),
                OptionalDouble.empty())),
        List.of(
            new Signature.Output(
                "h", Signature.Kind.REAL, List.of(H), List.of(0), Optional.empty())),
        List.of());
  }

  public static Read read(String name, String indices) {
    return new Read(name, indices.isEmpty() ? List.of() : List.of(indices.split(" ")));
  }

  public static Equation equation(String name, int missing, Node node, Index... indices) {
    return new Equation(
        name, Arrays.asList(indices), Domain.without("t", missing), node, Optional.empty());
  }

  /** A sequence of x, a row a step. */
  public static Sequence sequence(double[][] x) {
    return new Sequence() {
      @Override
      public long length() {
        return x.length;
      }

      @Override
      public double value(int input, long step, int feature) {
        return x[(int) step][feature];
      }
    };
  }
}
