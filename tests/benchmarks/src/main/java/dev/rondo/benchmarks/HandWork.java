package dev.rondo.benchmarks;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Signature;
import java.util.List;

/** The LSTM by hand, with the weights and the data of ours. */
final class HandWork {
  private HandWork() {}

  /** Null for what nobody wrote by hand. */
  static Work of(Workload work) {
    if (work.kind() != Workload.Kind.TRAINING || !work.cell().equals("LSTM")) {
      return null;
    }
    HandLstm lstm = lstm(work, RondoWork.layer(work));
    float[][] x = rows(work);
    return () -> {
      lstm.step(x);
      return lstm.gradU;
    };
  }

  /** All rows, step after step. */
  static float[][] rows(Workload work) {
    List<Series> batch = Series.normal(work);
    float[][] rows = new float[work.batch() * work.steps()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = batch.get(row % work.batch()).rows()[row / work.batch()];
    }
    return rows;
  }

  static HandLstm lstm(Workload work, CompiledModel model) {
    HandLstm lstm = new HandLstm(work.batch(), work.steps(), work.inputs(), work.units());
    Weights weights = new Weights(model.signature(), RondoWork.parameters(model));
    for (int gate = 0; gate < 4; gate++) {
      String name = "ifgo".substring(gate, gate + 1);
      for (int j = 0; j < work.units(); j++) {
        int column = gate * work.units() + j;
        for (int k = 0; k < work.inputs(); k++) {
          lstm.w[k][column] = weights.at("W" + name, j * work.inputs() + k);
        }
        for (int k = 0; k < work.units(); k++) {
          lstm.u[k][column] = weights.at("U" + name, j * work.units() + k);
        }
        lstm.bias[column] = weights.at("b" + name, j);
      }
    }
    return lstm;
  }

  /** Numbers of a layer's parameters, or of their gradient, by the parameter's name in its cell. */
  record Weights(Signature signature, Numbers numbers) {
    float at(String name, int index) {
      return (float) numbers.get(parameter(name).offset() + index);
    }

    private Signature.Parameter parameter(String name) {
      return signature.parameters().stream()
          .filter(p -> p.path().equals("h." + name))
          .findFirst()
          .orElseThrow();
    }

    /** Several of them, one behind the other. */
    float[] all(List<String> names) {
      float[] all = new float[names.stream().mapToInt(n -> parameter(n).size()).sum()];
      int at = 0;
      for (String name : names) {
        for (int i = 0; i < parameter(name).size(); i++) {
          all[at++] = at(name, i);
        }
      }
      return all;
    }
  }
}
