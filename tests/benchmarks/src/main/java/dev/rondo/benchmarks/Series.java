package dev.rondo.benchmarks;

import dev.rondo.runtime.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A sequence of one input [steps][numbers], the same for the same seed. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Series(float[][] rows) implements Sequence {
  @Override
  public long length() {
    return rows.length;
  }

  @Override
  public double value(int input, long step, int feature) {
    return rows[(int) step][feature];
  }

  @Override
  public void read(int input, long step, double[] into, int count) {
    float[] row = rows[(int) step];
    for (int j = 0; j < count; j++) {
      into[j] = row[j];
    }
  }

  /** Normal numbers for each sequence of a batch. */
  static List<Series> normal(Workload work) {
    Random random = new Random(1);
    List<Series> batch = new ArrayList<>();
    for (int b = 0; b < work.batch(); b++) {
      float[][] rows = new float[work.steps()][work.inputs()];
      for (float[] row : rows) {
        for (int j = 0; j < row.length; j++) {
          row[j] = (float) random.nextGaussian();
        }
      }
      batch.add(new Series(rows));
    }
    return batch;
  }
}
