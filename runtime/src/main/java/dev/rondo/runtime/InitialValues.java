package dev.rondo.runtime;

import dev.rondo.runtime.math.Draws;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The first values of one parameter. All arithmetic is in double, the same on every machine. */
final class InitialValues {
  /** The deviation of what a file does not have: that of a table which is drawn. */
  private static final double NOT_IN_FILE = 0.1;

  private final Signature.Parameter parameter;
  private final long seed;
  private final Function<Initial.Other, double[]> others;
  private final Initialize.Files files;
  private final int[] position;
  private int draws;

  /** {@code position}: along the axes of fixed length. */
  InitialValues(
      Signature.Parameter parameter,
      long seed,
      Function<Initial.Other, double[]> others,
      Initialize.Files files,
      int... position) {
    this.parameter = parameter;
    this.seed = seed;
    this.others = others;
    this.files = files;
    this.position = position;
  }

  double[] values() {
    return values(parameter.initial());
  }

  private double[] values(Initial initial) {
    if (initial instanceof Initial.Constant constant) {
      return filled(constant.value());
    }
    if (initial instanceof Initial.Values written) {
      if (written.values().size() != parameter.size()) {
        throw new IllegalArgumentException(
            parameter.path()
                + " "
                + parameter.shape()
                + ": "
                + written.values().size()
                + " initial values");
      }
      return written.values().stream().mapToDouble(Double::doubleValue).toArray();
    }
    if (initial instanceof Initial.Each each) {
      return each(each);
    }
    if (initial instanceof Initial.Position along) {
      return filled(position[along.axis()]);
    }
    if (initial instanceof Initial.Draw draw) {
      return draw(draw);
    }
    if (initial instanceof Initial.File file) {
      double[] values = normal(NOT_IN_FILE);
      files.fill(file, parameter, values);
      return values;
    }
    if (initial instanceof Initial.Other other) {
      return other(other);
    }
    Initial.Apply apply = (Initial.Apply) initial;
    double[][] arguments = apply.arguments().stream().map(this::values).toArray(double[][]::new);
    double[] result = filled(0);
    double[] at = new double[arguments.length];
    for (int i = 0; i < result.length; i++) {
      for (int k = 0; k < at.length; k++) {
        at[k] = arguments[k][i];
      }
      result[i] = InitialFunctions.apply(apply.function(), at);
    }
    return result;
  }

  private double[] other(Initial.Other other) {
    double[] values = others.apply(other);
    return values.length == parameter.size() ? values : filled(values[0]);
  }

  /** Position by position, each with draws of its own. */
  private double[] each(Initial.Each each) {
    List<Integer> shape = parameter.shape();
    List<Integer> rest = shape.subList(each.axes(), shape.size());
    int width = rest.stream().reduce(1, Math::multiplyExact);
    double[] all = new double[parameter.size()];
    for (int from = 0; from < all.length; from += width) {
      int[] at = new int[each.axes()];
      int number = from / width;
      for (int axis = each.axes() - 1; axis >= 0; axis--) {
        at[axis] = number % shape.get(axis);
        number /= shape.get(axis);
      }
      Signature.Parameter part =
          new Signature.Parameter(
              parameter.path() + Arrays.toString(at), rest, 0, parameter.fixed(), each.of());
      int here = from / width;
      int positions = all.length / width;
      double[] values =
          new InitialValues(part, seed, other -> part(other, here, positions), files, at).values();
      System.arraycopy(values, 0, all, from, width);
    }
    return all;
  }

  /** Of a parameter along the same axes what it has at a position. */
  private double[] part(Initial.Other other, int position, int positions) {
    double[] all = others.apply(other);
    int width = all.length / positions;
    return other.along() ? Arrays.copyOfRange(all, position * width, (position + 1) * width) : all;
  }

  private double[] draw(Initial.Draw draw) {
    List<Double> arguments = draw.arguments();
    return switch (draw.name()) {
      case "normal" -> normal(argument(arguments, 0, 1));
      case "uniform" ->
          arguments.size() == 1
              ? uniform(-arguments.get(0), arguments.get(0))
              : uniform(argument(arguments, 0, 0), argument(arguments, 1, 1));
      case "glorot" -> {
        double bound = Math.sqrt(6.0 / (columns() + rows()));
        yield uniform(-bound, bound);
      }
      case "he" -> normal(Math.sqrt(2.0 / columns()));
      case "constant" -> filled(argument(arguments, 0, 0));
      case "identity" -> identity();
      case "orthogonal" -> orthogonal();
      case "sparse" -> sparse(argument(arguments, 0, 1), draw.of());
      case "spectral" -> spectral(argument(arguments, 0, 1), draw.of());
      default -> throw new IllegalArgumentException("no initial draw '" + draw.name() + "'");
    };
  }

  private static double argument(List<Double> arguments, int number, double otherwise) {
    return number < arguments.size() ? arguments.get(number) : otherwise;
  }

  private double[] filled(double value) {
    double[] result = new double[parameter.size()];
    Arrays.fill(result, value);
    return result;
  }

  /** What a weight takes in: the last index. */
  private int columns() {
    List<Integer> shape = parameter.shape();
    return shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
  }

  /** What it gives out: the product of the other indices; 1 for a vector. */
  private int rows() {
    return columns() == 0 ? 0 : parameter.size() / columns();
  }

  /** A name for the next source of random numbers: the first draw of a parameter has its path. */
  private long source() {
    draws++;
    return Draws.hash(draws == 1 ? parameter.path() : parameter.path() + "#" + draws);
  }

  private double[] normal(double deviation) {
    long source = source();
    double[] result = filled(0);
    for (int i = 0; i < result.length; i++) {
      result[i] = deviation * Draws.normal(seed, source, i);
    }
    return result;
  }

  private double[] uniform(double from, double to) {
    long source = source();
    double[] result = filled(0);
    for (int i = 0; i < result.length; i++) {
      result[i] = from + (to - from) * Draws.uniform(seed, source, i);
    }
    return result;
  }

  private double[] identity() {
    double[] result = filled(0);
    int columns = columns();
    for (int i = 0; i < Math.min(rows(), columns); i++) {
      result[i * columns + i] = 1;
    }
    return result;
  }

  /** Each number is kept with probability {@code density}, else 0. */
  private double[] sparse(double density, List<Initial> of) {
    double[] result = of.isEmpty() ? normal(1) : values(of.get(0));
    long source = source();
    for (int i = 0; i < result.length; i++) {
      if (Draws.uniform(seed, source, i) >= density) {
        result[i] = 0;
      }
    }
    return result;
  }

  /**
   * Orthonormal rows or columns, whichever are fewer: the Q of a normal matrix's QR with R's
   * diagonal positive, which makes it uniform (Mezzadri 2007). Gram–Schmidt gives that sign by
   * itself; done twice it is orthogonal to rounding (Giraud et al. 2005).
   */
  private double[] orthogonal() {
    int rows = rows();
    int columns = columns();
    int length = Math.max(rows, columns);
    int vectors = Math.min(rows, columns);
    double[] drawn = normal(1);
    double[][] q = new double[vectors][];
    for (int v = 0; v < vectors; v++) {
      q[v] = Arrays.copyOfRange(drawn, v * length, (v + 1) * length);
      for (int pass = 0; pass < 2; pass++) {
        for (int u = 0; u < v; u++) {
          double dot = dot(q[u], q[v]);
          for (int i = 0; i < length; i++) {
            q[v][i] -= dot * q[u][i];
          }
        }
      }
      double norm = Math.sqrt(dot(q[v], q[v]));
      for (int i = 0; i < length; i++) {
        q[v][i] /= norm;
      }
    }
    double[] result = filled(0);
    for (int v = 0; v < vectors; v++) {
      for (int i = 0; i < length; i++) {
        result[rows <= columns ? v * columns + i : i * columns + v] = q[v][i];
      }
    }
    return result;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Scaled so that the largest absolute eigenvalue is {@code radius}. */
  private double[] spectral(double radius, List<Initial> of) {
    double[] result = of.isEmpty() ? normal(1) : values(of.get(0));
    int n = columns();
    if (n != rows()) {
      throw new IllegalArgumentException(
          parameter.path() + " " + parameter.shape() + ": only a square matrix has eigenvalues");
    }
    double own = spectralRadius(result, n);
    for (int i = 0; i < result.length && own > 0; i++) {
      result[i] *= radius / own;
    }
    return result;
  }

  /**
   * By Gelfand's formula, the limit of |A^k|^(1/k), with k = 2^30 by squaring: right also where the
   * largest eigenvalues are a complex pair, which power iteration never settles on.
   */
  static double spectralRadius(double[] matrix, int n) {
    double[] power = matrix.clone();
    double log = 0; // of what was divided out, per factor A
    double share = 1;
    for (int squaring = 0; ; squaring++) {
      double norm = Math.sqrt(dot(power, power));
      if (norm == 0) {
        return 0;
      }
      log += share * StrictMath.log(norm);
      if (squaring == 30) {
        return StrictMath.exp(log);
      }
      for (int i = 0; i < power.length; i++) {
        power[i] /= norm;
      }
      power = squared(power, n);
      share /= 2;
    }
  }

  private static double[] squared(double[] a, int n) {
    double[] result = new double[a.length];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        double factor = a[i * n + k];
        for (int j = 0; j < n; j++) {
          result[i * n + j] += factor * a[k * n + j];
        }
      }
    }
    return result;
  }
}
