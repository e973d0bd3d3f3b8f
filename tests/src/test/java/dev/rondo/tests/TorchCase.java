package dev.rondo.tests;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network as PyTorch computed it; its tensors have PyTorch's names.
 *
 * @param lengths null: every sequence has as many steps
 * @param lossWeights the loss is the sum of outputs times these, over all sequences
 */
record TorchCase(
    String name,
    String kind,
    @SerializedName("I") int width,
    @SerializedName("H") int units,
    @SerializedName("T") int steps,
    @SerializedName("B") int sequences,
    List<Integer> lengths,
    Map<String, Tensor> inputs,
    Map<String, Tensor> params,
    Map<String, Tensor> outputs,
    @SerializedName("loss_weights") Map<String, Tensor> lossWeights,
    double loss,
    Map<String, Tensor> grads) {
  /** Numbers row by row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Tensor(int[] shape, double[] data) {
    /** The numbers at all places that begin with these. */
    double[] row(int... place) {
      int size = data.length;
      int offset = 0;
      for (int i = 0; i < place.length; i++) {
        size /= shape[i];
        offset += place[i] * size;
      }
      return Arrays.copyOfRange(data, offset, offset + size);
    }

    /** One of so many equal parts of the first index. */
    double[] part(int number, int parts) {
      int size = data.length / parts;
      return Arrays.copyOfRange(data, number * size, (number + 1) * size);
    }
  }

  private record Reference(List<TorchCase> cases) {}

  static List<TorchCase> all() {
    return new Gson().fromJson(read("torch_reference.json"), Reference.class).cases();
  }

  /** The Rondo model: the case's own, or that of its kind. */
  String model() {
    String own = read(name + ".rondo");
    return own != null ? own : read(kind.toLowerCase(Locale.ROOT) + ".rondo");
  }

  int length(int sequence) {
    return lengths == null ? steps : lengths.get(sequence);
  }

  private static String read(String file) {
    try (InputStream in = TorchCase.class.getResourceAsStream("/torch/" + file)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
