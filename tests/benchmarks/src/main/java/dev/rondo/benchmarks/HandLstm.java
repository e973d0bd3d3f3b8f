package dev.rondo.benchmarks;

import static dev.rondo.benchmarks.HandProducts.accumulate;
import static dev.rondo.benchmarks.HandProducts.product;

import dev.rondo.runtime.math.F32;
import java.util.Arrays;

/**
 * A training step of an LSTM as one writes it by hand in Java: rows as arrays, the gates i, f, g, o
 * side by side, loops that C2 vectorises. The loss is the mean of Σ h² over all steps.
 *
 * <p>Rows of steps stand step after step: row {@code t * batch + b}.
 */
final class HandLstm {
  private final int batch;
  private final int steps;
  private final int units;

  final float[][] w;
  final float[][] u;
  final float[] bias;

  final float[][] gradW;
  final float[][] gradU;
  final float[] gradBias;

  private final float[][] turned;
  private final float[][] gates;
  private final float[][] c;
  private final float[][] tanhC;
  private final float[][] h;
  private final float[][] before;
  private final float[][] gradGates;
  private final float[][] gradH;
  private final float[][] gradC;

  /** Of a layer of this size, all weights 0. */
  HandLstm(int batch, int steps, int inputs, int units) {
    this.batch = batch;
    this.steps = steps;
    this.units = units;
    int rows = batch * steps;
    w = new float[inputs][4 * units];
    u = new float[units][4 * units];
    bias = new float[4 * units];
    gradW = new float[inputs][4 * units];
    gradU = new float[units][4 * units];
    gradBias = new float[4 * units];
    turned = new float[4 * units][units];
    gates = new float[rows][4 * units];
    c = new float[rows][units];
    tanhC = new float[rows][units];
    h = new float[rows][units];
    before = new float[rows][];
    gradGates = new float[rows][4 * units];
    gradH = new float[batch][units];
    gradC = new float[batch][units];
    float[] zeros = new float[units];
    for (int row = 0; row < rows; row++) {
      before[row] = row < batch ? zeros : h[row - batch];
    }
  }

  /** Forward, backward, all gradients. */
  void step(float[][] x) {
    for (float[] row : gates) {
      System.arraycopy(bias, 0, row, 0, row.length);
    }
    product(gates, x, w, 0, gates.length);
    for (int t = 0; t < steps; t++) {
      int first = t * batch;
      product(gates, before, u, first, first + batch);
      for (int row = first; row < first + batch; row++) {
        activate(gates[row], t == 0 ? null : c[row - batch], c[row], tanhC[row], h[row], units);
      }
    }
    backward();
    clear(gradW);
    clear(gradU);
    accumulate(gradW, x, gradGates);
    accumulate(gradU, before, gradGates);
    Arrays.fill(gradBias, 0);
    for (float[] row : gradGates) {
      for (int j = 0; j < gradBias.length; j++) {
        gradBias[j] += row[j];
      }
    }
  }

  private void backward() {
    for (int k = 0; k < units; k++) {
      for (int j = 0; j < 4 * units; j++) {
        turned[j][k] = u[k][j];
      }
    }
    clear(gradH);
    clear(gradC);
    float scale = 2f / (batch * steps);
    float[] zeros = new float[units];
    for (int t = steps - 1; t >= 0; t--) {
      int first = t * batch;
      for (int b = 0; b < batch; b++) {
        int row = first + b;
        float[] last = t == 0 ? zeros : c[row - batch];
        derive(
            gates[row], last, tanhC[row], h[row], scale, gradH[b], gradC[b], gradGates[row], units);
      }
      clear(gradH);
      // rows of this step alone, so that gradH has the numbers of sequences
      float[][] own = Arrays.copyOfRange(gradGates, first, first + batch);
      product(gradH, own, turned, 0, batch);
    }
  }

  private static void clear(float[][] rows) {
    for (float[] row : rows) {
      Arrays.fill(row, 0);
    }
  }

  /** Gates in place; {@code last} is the cell of the step before, null at the first. */
  private static void activate(
      float[] gates, float[] last, float[] c, float[] tanhC, float[] h, int units) {
    for (int j = 0; j < 2 * units; j++) {
      gates[j] = F32.sigmoid(gates[j]);
    }
    for (int j = 2 * units; j < 3 * units; j++) {
      gates[j] = F32.tanh(gates[j]);
    }
    for (int j = 3 * units; j < 4 * units; j++) {
      gates[j] = F32.sigmoid(gates[j]);
    }
    for (int j = 0; j < units; j++) {
      c[j] = gates[j] * gates[j + 2 * units];
    }
    if (last != null) {
      for (int j = 0; j < units; j++) {
        c[j] = Math.fma(gates[j + units], last[j], c[j]);
      }
    }
    for (int j = 0; j < units; j++) {
      tanhC[j] = F32.tanh(c[j]);
      h[j] = gates[j + 3 * units] * tanhC[j];
    }
  }

  private static void derive(
      float[] gates,
      float[] last,
      float[] tanhC,
      float[] h,
      float scale,
      float[] gradH,
      float[] gradC,
      float[] gradGates,
      int units) {
    for (int j = 0; j < units; j++) {
      float o = gates[j + 3 * units];
      float dh = Math.fma(scale, h[j], gradH[j]);
      gradGates[j + 3 * units] = dh * tanhC[j] * o * (1 - o);
      gradC[j] = Math.fma(dh * o, 1 - tanhC[j] * tanhC[j], gradC[j]);
    }
    for (int j = 0; j < units; j++) {
      float i = gates[j];
      float g = gates[j + 2 * units];
      gradGates[j] = gradC[j] * g * i * (1 - i);
      gradGates[j + 2 * units] = gradC[j] * i * (1 - g * g);
    }
    for (int j = 0; j < units; j++) {
      float f = gates[j + units];
      gradGates[j + units] = gradC[j] * last[j] * f * (1 - f);
      gradC[j] *= f;
    }
  }
}
