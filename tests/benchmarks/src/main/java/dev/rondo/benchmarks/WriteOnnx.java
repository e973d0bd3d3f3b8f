package dev.rondo.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a model of one LSTM or GRU node in the format of ONNX (operator set 14): input {@code x}
 * [steps, 1, inputs], states {@code h} and for an LSTM {@code c} [1, 1, units] in, {@code nh} and
 * {@code nc} out, and of more than one step all {@code y} [steps, 1, 1, units].
 *
 * <p>Numbers of fields and types are those of onnx.proto.
 */
final class WriteOnnx {
  private static final int IR_VERSION = 8;
  private static final int OPERATORS = 14;
  private static final int FLOAT = 1;
  private static final int INT_ATTRIBUTE = 2;

  private final ProtobufMessage graph = new ProtobufMessage();

  private WriteOnnx() {}

  /**
   * The file.
   *
   * @param w [gates * units, inputs], gates in the order of ONNX: i, o, f, c or z, r, h
   * @param r [gates * units, units]
   * @param b the biases of w, then those of r
   */
  static byte[] write(Workload work, float[] w, float[] r, float[] b) {
    return new WriteOnnx().model(work, w, r, b);
  }

  private byte[] model(Workload work, float[] w, float[] r, float[] b) {
    boolean lstm = work.cell().equals("LSTM");
    int rows = w.length / work.inputs();
    List<String> states = lstm ? List.of("h", "c") : List.of("h");
    graph.message(1, node(work, lstm, states));
    graph.text(2, work.cell());
    weights("W", w, 1, rows, work.inputs());
    weights("R", r, 1, rows, work.units());
    weights("B", b, 1, b.length);
    graph.message(11, value("x", work.steps(), 1, work.inputs()));
    states.forEach(s -> graph.message(11, value(s, 1, 1, work.units())));
    if (work.steps() > 1) {
      graph.message(12, value("y", work.steps(), 1, 1, work.units()));
    }
    states.forEach(s -> graph.message(12, value("n" + s, 1, 1, work.units())));
    return new ProtobufMessage()
        .number(1, IR_VERSION)
        .message(7, graph)
        .message(8, new ProtobufMessage().text(1, "").number(2, OPERATORS))
        .toBytes();
  }

  private static ProtobufMessage node(Workload work, boolean lstm, List<String> states) {
    ProtobufMessage node = new ProtobufMessage();
    List<String> inputs = new ArrayList<>(List.of("x", "W", "R", "B", "")); // all of one length
    inputs.addAll(states);
    inputs.forEach(name -> node.text(1, name));
    node.text(2, work.steps() > 1 ? "y" : "");
    states.forEach(s -> node.text(2, "n" + s));
    node.text(4, work.cell());
    node.message(5, attribute("hidden_size", work.units()));
    if (!lstm) {
      node.message(5, attribute("linear_before_reset", 1));
    }
    return node;
  }

  private static ProtobufMessage attribute(String name, int value) {
    return new ProtobufMessage().text(1, name).number(3, value).number(20, INT_ATTRIBUTE);
  }

  private void weights(String name, float[] values, int... shape) {
    ProtobufMessage tensor = new ProtobufMessage();
    for (int size : shape) {
      tensor.number(1, size);
    }
    graph.message(5, tensor.number(2, FLOAT).text(8, name).floats(9, values));
  }

  private static ProtobufMessage value(String name, int... shape) {
    ProtobufMessage sizes = new ProtobufMessage();
    for (int size : shape) {
      sizes.message(1, new ProtobufMessage().number(1, size));
    }
    ProtobufMessage tensor = new ProtobufMessage().number(1, FLOAT).message(2, sizes);
    return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
  }
}
