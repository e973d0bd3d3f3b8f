package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.syntax.Expr;
import java.util.Map;

/** Names that people bring along from other languages and libraries, and what to write for them. */
final class Elsewhere {
  private static final String NOISE =
      "declare what is dropped: noise m: [H] ~ bernoulli(0.8), then h * m / 0.8";
  private static final String LOSS = "write cross_entropy(logits, token)";
  private static final String SQUARED = "write squared_error(p, y)";
  private static final String TABLE =
      "declare it: param table: [V, E] ~ normal(0.1), then table[x]";
  private static final String BATCH = "a model describes one sequence: there is no batch axis";
  private static final String NUMBERS = "a number stands for a vector of equal numbers: write 0";

  private static final Map<String, String> HELP =
      Map.ofEntries(
          Map.entry("matmul", "a product is written W @ x"),
          Map.entry("mm", "a product is written W @ x"),
          Map.entry("einsum", "contract with '@', dot and outer"),
          Map.entry("cat", "write concat(a, b)"),
          Map.entry("concatenate", "write concat(a, b)"),
          Map.entry("transpose", "a transpose is written W'"),
          Map.entry("pow", "a power is written a^b"),
          Map.entry("power", "a power is written a^b"),
          Map.entry("maximum", "write max(a, b)"),
          Map.entry("minimum", "write min(a, b)"),
          Map.entry("clip", "write clamp(x, low, high)"),
          Map.entry("len", "a sequence's length is length(t)"),
          Map.entry("view", "write reshape(x, sizes...)"),
          Map.entry("flatten", "write reshape(x, sizes...)"),
          Map.entry("zeros", NUMBERS),
          Map.entry("zeros_like", NUMBERS),
          Map.entry("ones", "a number stands for a vector of equal numbers: write 1"),
          Map.entry("detach", "write stop(x)"),
          Map.entry("no_grad", "write stop(x)"),
          Map.entry("dropout", NOISE),
          Map.entry("Dropout", NOISE),
          Map.entry("mse", SQUARED),
          Map.entry("mse_loss", SQUARED),
          Map.entry("MSELoss", SQUARED),
          Map.entry("l1_loss", "write absolute_error(p, y)"),
          Map.entry("nll_loss", LOSS),
          Map.entry("NLLLoss", LOSS),
          Map.entry("CrossEntropyLoss", LOSS),
          Map.entry("bce_with_logits", "write binary_cross_entropy(logit, target)"),
          Map.entry("Embedding", TABLE),
          Map.entry("embedding", TABLE),
          Map.entry("Dense", "write Linear[10](x)"),
          Map.entry("RNN", "the simple recurrent network is Elman[H](x)"),
          Map.entry("BatchNorm", BATCH),
          Map.entry("BatchNorm1d", BATCH),
          Map.entry("True", "a comparison is 0 or 1: write 1"),
          Map.entry("False", "a comparison is 0 or 1: write 0"),
          Map.entry("None", "every name has a value: write 0"),
          Map.entry("pi", "write 3.141592653589793"),
          Map.entry("self", "names stand alone, without self"));

  private Elsewhere() {}

  /** What to write for a name that nothing here has; empty if nothing is known about it. */
  static String help(String name) {
    return HELP.getOrDefault(name, "");
  }

  /** What to write for {@code np.tanh} and {@code self.cell}. */
  static String help(Expr.Field field) {
    String name = field.name().text();
    String known = help(name);
    return known.isEmpty() ? "names stand alone: write " + name + "(...)" : known;
  }
}
