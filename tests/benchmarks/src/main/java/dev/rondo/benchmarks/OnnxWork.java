package dev.rondo.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.rondo.compiler.CompiledModel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** ONNX Runtime on one thread, with our weights; native memory is the process's to the end. */
final class OnnxWork {
  private final Workload work;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  private OnnxWork(Workload work) throws OrtException {
    this.work = work;
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(file(work), options);
    }
  }

  /** Null for what it cannot do: it does not train here. */
  static Work of(Workload work) throws OrtException {
    return switch (work.kind()) {
      case STEP -> {
        float[] x = Series.normal(work).get(0).rows()[0];
        Stepping stepping = new OnnxWork(work).new Stepping();
        yield () -> stepping.step(x);
      }
      case SEQUENCE -> {
        OnnxWork onnx = new OnnxWork(work);
        Map<String, OnnxTensor> inputs = onnx.inputs(onnx.all(Series.normal(work).get(0)));
        yield () -> {
          try (OrtSession.Result result = onnx.session.run(inputs)) {
            return result.get(0);
          }
        };
      }
      case TRAINING, CHARACTERS -> null;
    };
  }

  /** All h of a sequence [steps][units], from a state of zeros. */
  static float[][] outputs(Workload work, Series series) throws OrtException {
    OnnxWork onnx = new OnnxWork(work);
    try (OrtSession.Result result = onnx.session.run(onnx.inputs(onnx.all(series)))) {
      float[][][][] y = (float[][][][]) result.get(0).getValue();
      float[][] rows = new float[y.length][];
      for (int t = 0; t < rows.length; t++) {
        rows[t] = y[t][0][0];
      }
      return rows;
    }
  }

  /** The model of a layer as ONNX wants it, with the weights of ours. */
  private static byte[] file(Workload work) {
    CompiledModel model = RondoWork.layer(work);
    HandWork.Weights weights = new HandWork.Weights(model.signature(), RondoWork.parameters(model));
    boolean lstm = work.cell().equals("LSTM");
    List<String> gates = lstm ? List.of("i", "o", "f", "g") : List.of("z", "r", "n");
    int units = work.units();
    float[] own = weights.all(prefixed("b", gates));
    float[] biases = new float[2 * own.length];
    System.arraycopy(own, 0, biases, 0, own.length);
    if (!lstm) { // a bias of its own for the product that the reset gate multiplies
      System.arraycopy(weights.all(List.of("cn")), 0, biases, biases.length - units, units);
    }
    return WriteOnnx.write(
        work, weights.all(prefixed("W", gates)), weights.all(prefixed("U", gates)), biases);
  }

  private static List<String> prefixed(String prefix, List<String> names) {
    return names.stream().map(n -> prefix + n).toList();
  }

  private Map<String, OnnxTensor> inputs(FloatBuffer x) throws OrtException {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    inputs.put("x", tensor(x, work.steps(), 1, work.inputs()));
    for (String state : states()) {
      inputs.put(state, tensor(buffer(work.units()), 1, 1, work.units()));
    }
    return inputs;
  }

  private List<String> states() {
    return work.cell().equals("LSTM") ? List.of("h", "c") : List.of("h");
  }

  private FloatBuffer all(Series series) {
    FloatBuffer all = buffer(work.steps() * work.inputs());
    for (int t = 0; t < work.steps(); t++) {
      all.put(t * work.inputs(), series.rows()[t]);
    }
    return all;
  }

  private OnnxTensor tensor(FloatBuffer values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, values, shape);
  }

  /** Outside of the heap, so that nothing is copied. */
  private static FloatBuffer buffer(int size) {
    return ByteBuffer.allocateDirect(size * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Step by step, the fastest way there is: two sets of states that are written in place. */
  private final class Stepping {
    private final FloatBuffer x = buffer(work.inputs());
    private final List<Map<String, OnnxTensor>> inputs = new ArrayList<>();
    private final List<Map<String, OnnxValue>> outputs = new ArrayList<>();
    private final List<FloatBuffer> h = new ArrayList<>();
    private int turn;

    Stepping() throws OrtException {
      inputs.add(inputs(x));
      inputs.add(inputs(x));
      for (int i = 0; i < 2; i++) {
        Map<String, OnnxValue> pinned = new LinkedHashMap<>();
        for (String state : states()) {
          pinned.put("n" + state, inputs.get(1 - i).get(state));
        }
        outputs.add(pinned);
        h.add(inputs.get(1 - i).get("h").getBufferRef().map(FloatBuffer.class::cast).orElseThrow());
      }
    }

    /** The new h. */
    FloatBuffer step(float[] values) throws OrtException {
      x.put(0, values);
      session.run(inputs.get(turn), Set.of(), outputs.get(turn)).close();
      turn = 1 - turn;
      return h.get(1 - turn);
    }
  }
}
