package dev.rondo.training.data;

import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Initialize;
import dev.rondo.runtime.Numbers;
import dev.rondo.runtime.Signature;
import dev.rondo.training.DataException;
import dev.rondo.training.Names;
import dev.rondo.training.weights.Safetensors;
import dev.rondo.training.weights.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What parameters begin with that was trained before: rows of a text file by symbol, as GloVe and
 * word2vec write them, and tensors of a safetensors file by name.
 *
 * @param folder what relative file names are relative to
 * @param vocabularies by the name of their size
 */
public record Tables(Path folder, Map<String, Vocabulary> vocabularies)
    implements Initialize.Files {
  public Tables {
    vocabularies = Map.copyOf(vocabularies);
  }

  @Override
  public void fill(Initial.File from, Signature.Parameter parameter, double[] values) {
    Path file = folder.resolve(from.file());
    if (from.tensor().isPresent()) {
      tensor(file, from.tensor().get(), parameter, values);
    } else {
      Vocabulary vocabulary = vocabularies.get(from.vocabulary().orElseThrow());
      new TableText(file, parameter, vocabulary, values).read();
    }
  }

  private static void tensor(
      Path file, String name, Signature.Parameter parameter, double[] values) {
    List<Tensor> tensors = Safetensors.read(file).tensors();
    Tensor tensor =
        tensors.stream()
            .filter(t -> t.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    DataException.in(file, "there is no tensor '" + name + "' in it")
                        .help(
                            Names.suggest(
                                name, "tensors", tensors.stream().map(Tensor::name).toList())));
    if (!tensor.shape().equals(parameter.shape())) {
      throw DataException.in(
          file,
          "the tensor '%s' is %s, but %s is %s"
              .formatted(name, tensor.shape(), parameter.path(), parameter.shape()));
    }
    Numbers numbers = tensor.values();
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.get(i);
    }
  }
}
