package dev.rondo.runtime;

import java.util.List;
import java.util.Optional;

/** How a parameter gets its first value. */
public sealed interface Initial {
  /** The same number everywhere. */
  record Constant(double value) implements Initial {}

  /** Written out: {@code = [-1, -2, -3]}. */
  record Values(List<Double> values) implements Initial {
    public Values {
      values = List.copyOf(values);
    }
  }

  /**
   * A draw: {@code normal(s)}, {@code uniform(a, b)}, {@code glorot}, {@code he}, {@code
   * orthogonal}, {@code identity}, {@code constant(c)}, {@code sparse(density, d)}, {@code
   * spectral(radius, d)} (the last two draw from {@code of}).
   */
  record Draw(String name, List<Double> arguments, List<Initial> of) implements Initial {
    public Draw {
      arguments = List.copyOf(arguments);
      of = List.copyOf(of);
    }
  }

  /** By itself at each position of the first {@code axes} indices, the axes of fixed length. */
  record Each(int axes, Initial of) implements Initial {}

  /** The position along one of these axes. */
  record Position(int axis) implements Initial {}

  /**
   * What was trained before. The runtime reads no files: see {@link Initialize.Files}.
   *
   * @param tensor its name in a safetensors file; without one the file is text, a row a symbol
   * @param vocabulary whose symbols the rows are, by the name of its size; of text alone
   */
  record File(String file, Optional<String> tensor, Optional<String> vocabulary)
      implements Initial {}

  /** What another parameter begins with; {@code along}: its own at each position of these axes. */
  record Other(String path, boolean along) implements Initial {}

  /** A function of other initial values, element by element: {@code 0.5 * orthogonal}. */
  record Apply(String function, List<Initial> arguments) implements Initial {
    public Apply {
      arguments = List.copyOf(arguments);
    }
  }
}
