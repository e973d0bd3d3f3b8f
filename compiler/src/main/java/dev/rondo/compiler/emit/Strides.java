package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Read;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the numbers of a row are: how far apart along each feature index. */
final class Strides {
  private Strides() {}

  /** The distance between neighbours along each feature, by the reader's name of it. */
  static Map<String, Integer> of(Read read, Equation source) {
    Map<String, Integer> strides = new LinkedHashMap<>();
    List<Index> indices = source.indices();
    int stride = 1;
    for (int i = indices.size() - 1; i >= 0; i--) {
      if (indices.get(i).isFeature()) {
        strides.put(read.indices().get(i), stride);
        stride *= indices.get(i).size();
      }
    }
    return strides;
  }

  /** The size of each feature, by the reader's name of it. */
  static Map<String, Integer> sizes(Read read, Equation source) {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    for (int i = 0; i < source.indices().size(); i++) {
      if (source.indices().get(i).isFeature()) {
        sizes.put(read.indices().get(i), source.indices().get(i).size());
      }
    }
    return sizes;
  }
}
