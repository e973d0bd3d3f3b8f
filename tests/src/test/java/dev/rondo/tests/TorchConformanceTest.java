package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.evaluate.Evaluate;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Sequence;
import dev.rondo.runtime.Signature;
import dev.rondo.tests.TorchCase.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and gradients of PyTorch's networks, in bytecode and by the evaluator. */
class TorchConformanceTest {
  static List<TorchCase> cases() {
    return TorchCase.all();
  }

  @Test
  void readsEveryCase() {
    assertThat(cases()).hasSize(9).allSatisfy(c -> assertThat(c.model()).isNotNull());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesInDoublePrecision(TorchCase torch) {
    new Comparison(torch, Precision.F64, 1e-9).compare();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesInSinglePrecision(TorchCase torch) {
    new Comparison(torch, Precision.F32, 2e-5).compare();
  }

  /** Equal parts of a tensor of PyTorch's: rows of one gate. */
  private record Part(String tensor, int number, int parts) {}

  /** One case in one precision. */
  private static final class Comparison {
    private final TorchCase torch;
    private final double tolerance;
    private final CompiledModel model;
    private final Map<String, double[]> parameters = new LinkedHashMap<>();
    private final List<Sequence> sequences = new ArrayList<>();

    /** For each parameter of ours the tensors whose sum it is. */
    private final Map<String, List<Part>> parts;

    Comparison(TorchCase torch, Precision precision, double tolerance) {
      this.torch = torch;
      this.tolerance = tolerance;
      this.model =
          NamedRun.compile(
              torch.model(), Map.of("X", torch.width(), "H", torch.units()), precision);
      this.parts = parts(torch);
      for (Signature.Parameter parameter : model.signature().parameters()) {
        double[] sum = new double[parameter.size()];
        for (Part part : parts.getOrDefault(parameter.path(), List.of())) {
          double[] values = torch.params().get(part.tensor()).part(part.number(), part.parts());
          assertThat(values).as(parameter.path()).hasSameSizeAs(sum);
          Arrays.setAll(sum, i -> sum[i] + values[i]);
        }
        parameters.put(parameter.path(), sum);
      }
      for (int s = 0; s < torch.sequences(); s++) {
        sequences.add(sequence(s));
      }
    }

    private static Map<String, List<Part>> parts(TorchCase torch) {
      Map<String, List<Part>> parts = new LinkedHashMap<>();
      switch (torch.kind()) {
        case "RNN" -> layer(parts, torch, "rnn.", "_l0", "");
        case "GRU" -> layer(parts, torch, "gru.", "_l0", "rzn");
        case "LSTM" -> {
          layer(parts, torch, "lstm.", "_l0", "ifgo");
          layer(parts, torch, "back.", "_l0_reverse", "ifgo");
        }
        default ->
            torch
                .params()
                .keySet()
                .forEach(name -> parts.put("lstm." + name, List.of(new Part(name, 0, 1))));
      }
      return parts;
    }

    private static void layer(
        Map<String, List<Part>> parts, TorchCase torch, String path, String suffix, String gates) {
      int n = Math.max(1, gates.length());
      for (int g = 0; g < n; g++) {
        String gate = gates.isEmpty() ? "" : gates.substring(g, g + 1);
        parts.put(path + "W" + gate, List.of(new Part("weight_ih" + suffix, g, n)));
        parts.put(path + "U" + gate, List.of(new Part("weight_hh" + suffix, g, n)));
        Part input = new Part("bias_ih" + suffix, g, n);
        Part state = new Part("bias_hh" + suffix, g, n);
        if (!torch.params().containsKey("bias_ih" + suffix)) {
          continue;
        }
        if (gates.equals("rzn") && gate.equals("n")) {
          parts.put(path + "bn", List.of(input));
          parts.put(path + "cn", List.of(state));
        } else {
          parts.put(path + "b" + gate, List.of(input, state));
        }
      }
    }

    private Sequence sequence(int s) {
      Map<String, double[]> inputs = new LinkedHashMap<>();
      for (String name : List.of("h0", "c0")) {
        for (String suffix : List.of("", "_reverse")) {
          if (has(torch.inputs(), name, suffix)) {
            inputs.put(name + suffix, last(torch.inputs().get(name), suffix, s));
          }
        }
      }
      for (String name : List.of("hn", "cn")) {
        if (torch.lossWeights().containsKey(name)) {
          inputs.put("w" + name, last(torch.lossWeights().get(name), "", s));
        }
      }
      inputs.put("x", steps(torch.inputs().get("x"), s));
      inputs.put("wy", steps(torch.lossWeights().get("y"), s));
      return NamedRun.sequence(model, torch.length(s), inputs);
    }

    private static boolean has(Map<String, Tensor> tensors, String name, String suffix) {
      Tensor tensor = tensors.get(name);
      return tensor != null
          && (suffix.isEmpty() || (tensor.shape().length == 3 && tensor.shape()[0] == 2));
    }

    /** A state of a sequence; the reverse direction's is the second one. */
    private static double[] last(Tensor tensor, String suffix, int s) {
      return tensor.shape().length == 2 ? tensor.row(s) : tensor.row(suffix.isEmpty() ? 0 : 1, s);
    }

    private double[] steps(Tensor tensor, int s) {
      int size = tensor.shape()[2];
      double[] all = new double[torch.length(s) * size];
      for (int t = 0; t < torch.length(s); t++) {
        System.arraycopy(tensor.row(t, s), 0, all, t * size, size);
      }
      return all;
    }

    void compare() {
      NamedRun run = new NamedRun(model, Purpose.GRADIENTS).load(parameters).run(sequences);
      // theirs is a sum over the sequences, ours a mean
      close("loss", run.loss() * torch.sequences(), torch.loss(), 1);
      outputs(run);
      outputs(new NamedRun(model, Purpose.PREDICT).load(parameters).run(sequences));
      inputGradients(run);
      parameterGradients(run);
      parameterGradients(new NamedRun(model, Purpose.TRAIN).load(parameters).run(sequences));
      if (model.precision() == Precision.F64) {
        evaluator();
      }
    }

    private void outputs(NamedRun run) {
      Tensor y = torch.outputs().get("y");
      for (int s = 0; s < torch.sequences(); s++) {
        for (int t = 0; t < torch.length(s); t++) {
          close("y", run.output("y", s, t), y.row(t, s), scale(y));
        }
        for (String name : List.of("hn", "cn")) {
          for (String suffix : List.of("", "_reverse")) {
            if (has(torch.outputs(), name, suffix)) {
              Tensor tensor = torch.outputs().get(name);
              double[] actual = run.output(name + suffix, s, 0);
              close(name + suffix, actual, last(tensor, suffix, s), scale(tensor));
            }
          }
        }
      }
    }

    private void inputGradients(NamedRun run) {
      Tensor x = torch.grads().get("x");
      for (int s = 0; s < torch.sequences(); s++) {
        for (int t = 0; t < torch.steps(); t++) {
          double[] actual = new double[torch.width()];
          for (int f = 0; f < actual.length && t < torch.length(s); f++) {
            actual[f] = run.inputGradient("x", s, t, f) * torch.sequences();
          }
          close("gradient of x", actual, x.row(t, s), scale(x));
        }
        for (String name : List.of("h0", "c0")) {
          for (String suffix : List.of("", "_reverse")) {
            if (has(torch.grads(), name, suffix)) {
              double[] actual = new double[torch.units()];
              for (int f = 0; f < actual.length; f++) {
                actual[f] = run.inputGradient(name + suffix, s, 0, f) * torch.sequences();
              }
              Tensor tensor = torch.grads().get(name);
              String what = "gradient of " + name + suffix;
              close(what, actual, last(tensor, suffix, s), scale(tensor));
            }
          }
        }
      }
    }

    private void parameterGradients(NamedRun run) {
      parts.forEach(
          (path, from) -> {
            if (parameters.containsKey(path)) {
              parameterGradient(path, from, run.gradient(path));
            }
          });
    }

    private void parameterGradient(String path, List<Part> from, double[] gradient) {
      double[] actual = Arrays.stream(gradient).map(g -> g * torch.sequences()).toArray();
      for (Part part : from) {
        Tensor tensor = torch.grads().get(part.tensor());
        double[] expected = tensor.part(part.number(), part.parts());
        close("gradient of " + path, actual, expected, scale(tensor));
      }
    }

    private void evaluator() {
      Evaluate evaluate = new Evaluate(model.equations(Purpose.GRADIENTS), parameters, sequences);
      close("evaluated loss", evaluate.root("loss")[0] * torch.sequences(), torch.loss(), 1);
      parts.forEach(
          (path, from) -> {
            if (parameters.containsKey(path)) {
              parameterGradient(path, from, evaluate.root("gradient/" + path));
            }
          });
    }

    private static double scale(Tensor tensor) {
      return Math.max(1, Arrays.stream(tensor.data()).map(Math::abs).max().orElse(0));
    }

    private void close(String what, double[] actual, double[] expected, double scale) {
      assertThat(actual).as(what).hasSameSizeAs(expected);
      for (int i = 0; i < expected.length; i++) {
        close(what + " number " + i, actual[i], expected[i], scale);
      }
    }

    private void close(String what, double actual, double expected, double scale) {
      assertThat(actual).as(what).isCloseTo(expected, within(tolerance * scale));
    }
  }
}
