package dev.rondo.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The state of one sequence as bytes. */
final class SavedState {
  private static final int SAVED = 0x526f6e31; // "Ron1"

  private SavedState() {}

  /** A state as bytes, for a file or another process. */
  static byte[] write(State state, String model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(SAVED);
      out.writeUTF(model);
      Map<String, double[]> saved = state.save();
      out.writeInt(saved.size());
      for (Map.Entry<String, double[]> entry : saved.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeInt(entry.getValue().length);
        for (double value : entry.getValue()) {
          out.writeDouble(value);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * The state that {@link #write} gave, to go on with to the same bits.
   *
   * @throws IllegalArgumentException if it is damaged or another model's
   */
  static State read(byte[] saved, Program program) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved))) {
      if (in.readInt() != SAVED) {
        throw new IllegalArgumentException("this is no saved state");
      }
      String model = in.readUTF();
      if (!model.equals(program.signature().model())) {
        throw new IllegalArgumentException(
            "this is a state of " + model + ", not of " + program.signature().model());
      }
      Map<String, double[]> values = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String name = in.readUTF();
        int count = in.readInt();
        if (count < 0 || count > in.available() / Double.BYTES) {
          throw new IllegalArgumentException("this saved state is damaged");
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
          numbers[i] = in.readDouble();
        }
        values.put(name, numbers);
      }
      State state = State.restore(program, values);
      if (state.sequences() != 1 || !state.hasBegun()) {
        throw new IllegalArgumentException("this saved state is damaged");
      }
      return state;
    } catch (IOException e) {
      throw new IllegalArgumentException("this saved state is damaged", e);
    }
  }
}
