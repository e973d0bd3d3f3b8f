package dev.rondo.runtime;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The numbers and symbols of an exported predictor: a file beside its class. */
public record ExportedData(
    Program program, Numbers parameters, Encoding encoding, List<Recording> recordings) {
  /** The name of the file is the class's, with this. */
  public static final String ENDING = ".weights";

  private static final String FILE = "Exported.weights";

  public ExportedData {
    recordings = List.copyOf(recordings);
  }

  /**
   * What a predictor did when it was exported.
   *
   * @param inputs of the sequence
   * @param steps inputs of each step
   * @param outputs of each step
   * @param sequence outputs of the sequence
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as records
  public record Recording(
      double[] inputs, double[][] steps, double[][] outputs, double[] sequence) {}

  /** As bytes. */
  public byte[] write() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      int size = parameters.size();
      out.writeInt(size);
      for (int i = 0; i < size; i++) {
        if (program.precision() == Precision.F32) {
          out.writeFloat((float) parameters.get(i));
        } else {
          out.writeDouble(parameters.get(i));
        }
      }
      out.writeInt(encoding.scaling().size());
      for (Map.Entry<String, Scaling> entry : encoding.scaling().entrySet()) {
        out.writeUTF(entry.getKey());
        write(out, entry.getValue().mean().stream().mapToDouble(d -> d).toArray());
        write(out, entry.getValue().deviation().stream().mapToDouble(d -> d).toArray());
      }
      out.writeInt(encoding.symbols().size());
      for (Map.Entry<String, List<String>> entry : encoding.symbols().entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeInt(entry.getValue().size());
        for (String symbol : entry.getValue()) {
          out.writeInt(symbol.length()); // writeUTF ends at 65,535 bytes
          out.writeChars(symbol);
        }
      }
      out.writeInt(recordings.size());
      for (Recording recording : recordings) {
        write(out, recording.inputs());
        write(out, recording.steps());
        write(out, recording.outputs());
        write(out, recording.sequence());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, double[][] rows) throws IOException {
    out.writeInt(rows.length);
    for (double[] row : rows) {
      write(out, row);
    }
  }

  private static void write(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  static ExportedData read(Program program) {
    try (InputStream file = ExportedData.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("there is no " + FILE + " beside the class");
      }
      return read(program, new DataInputStream(new BufferedInputStream(file)));
    } catch (IOException
        | IllegalArgumentException
        | ArithmeticException
        | NegativeArraySizeException e) {
      throw new IllegalStateException(FILE + " is damaged", e);
    }
  }

  private static ExportedData read(Program program, DataInputStream in) throws IOException {
    Numbers parameters = numbers(program, in);
    Map<String, Scaling> scaling = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      scaling.put(in.readUTF(), new Scaling(list(doubles(in)), list(doubles(in))));
    }
    Map<String, List<String>> symbols = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      List<String> all = new ArrayList<>();
      for (int more = in.readInt(); more > 0; more--) {
        all.add(text(in));
      }
      symbols.put(name, all);
    }
    List<Recording> recordings = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      recordings.add(new Recording(doubles(in), rows(in), rows(in), doubles(in)));
    }
    return new ExportedData(program, parameters, new Encoding(scaling, symbols), recordings);
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] bytes = exactly(in, Math.multiplyExact(in.readInt(), Character.BYTES));
    return ByteBuffer.wrap(bytes).asCharBuffer().toString();
  }

  private static Numbers numbers(Program program, DataInputStream in) throws IOException {
    int size = in.readInt();
    if (size != program.signature().parameterCount()) {
      throw new IOException(size + " parameters");
    }
    Numbers numbers = Numbers.zeros(program.precision(), size);
    int bytes = program.precision() == Precision.F32 ? Float.BYTES : Double.BYTES;
    ByteBuffer buffer = ByteBuffer.wrap(exactly(in, Math.multiplyExact(size, bytes)));
    if (numbers instanceof Numbers.Floats floats) {
      buffer.asFloatBuffer().get(floats.array());
    } else {
      buffer.asDoubleBuffer().get((double[]) numbers.array());
    }
    return numbers;
  }

  private static byte[] exactly(DataInputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length != count) {
      throw new IOException("it ends too early");
    }
    return bytes;
  }

  private static double[][] rows(DataInputStream in) throws IOException {
    double[][] rows = new double[in.readInt()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = doubles(in);
    }
    return rows;
  }

  private static double[] doubles(DataInputStream in) throws IOException {
    double[] values = new double[in.readInt()];
    ByteBuffer.wrap(exactly(in, values.length * Double.BYTES)).asDoubleBuffer().get(values);
    return values;
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
