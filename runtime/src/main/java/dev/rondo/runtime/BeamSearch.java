package dev.rondo.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds likely sequences of symbols that a model can write: at each step the best {@code width} of
 * all continuations go on, each from a copy of its state.
 */
public final class BeamSearch {
  private final Predictor predictor;
  private final int from;
  private final int symbols;

  /**
   * A search with a model whose only input over time is a token.
   *
   * @param output the output with a probability for each symbol
   * @throws IllegalArgumentException if the model has another input over time, or no such output
   */
  public BeamSearch(Predictor predictor, String output) {
    this.predictor = predictor;
    if (predictor.inputSize() != 1 || predictor.inputs().get(0).kind() != Signature.Kind.TOKEN) {
      throw new IllegalArgumentException("a search needs one input over time, a token");
    }
    int at = 0;
    int size = 0;
    for (Signature.Output declared : predictor.outputs()) {
      if (declared.name().equals(output)) {
        size = declared.size();
        break;
      }
      at += declared.size();
    }
    if (size == 0) {
      throw new IllegalArgumentException("no output '" + output + "'");
    }
    this.from = at;
    this.symbols = size;
  }

  /**
   * A sequence that was found.
   *
   * @param score the sum of the logarithms of its symbols' probabilities
   */
  public record Found(List<Integer> tokens, double score) {
    public Found {
      tokens = List.copyOf(tokens);
    }
  }

  private record Path(State state, List<Integer> tokens, int last, double score) {}

  /**
   * Searches.
   *
   * @param start where the sequences begin; is not changed
   * @param first the token that the first step takes; a decoder that reads the token before its
   *     step does not look at it
   * @param width how many sequences go on at each step
   * @param longest sequences with so many symbols do not go on
   * @param until the token that ends a sequence; is its last
   * @return the best ones, at most {@code width}, the best first
   */
  public List<Found> search(State start, int first, int width, int longest, int until) {
    if (width < 1) {
      throw new IllegalArgumentException("a beam of " + width);
    }
    List<Path> open = List.of(new Path(start, List.of(), first, 0));
    List<Path> done = new ArrayList<>();
    for (int step = 0; step < longest && !open.isEmpty(); step++) {
      List<Path> next = new ArrayList<>();
      open.forEach(path -> extend(path, next));
      next.sort(Comparator.comparingDouble(path -> -path.score()));
      List<Path> going = new ArrayList<>();
      for (Path path : next.subList(0, Math.min(width, next.size()))) {
        (path.last() == until ? done : going).add(path);
      }
      open = going;
    }
    done.addAll(open);
    done.sort(Comparator.comparingDouble(path -> -path.score()));
    return done.stream().limit(width).map(path -> new Found(path.tokens(), path.score())).toList();
  }

  private void extend(Path path, List<Path> next) {
    State state = path.state().copy();
    double[] out = new double[predictor.outputSize()];
    predictor.step(state, new double[] {path.last()}, out);
    for (int token = 0; token < symbols; token++) {
      List<Integer> tokens = new ArrayList<>(path.tokens());
      tokens.add(token);
      double score = path.score() + StrictMath.log(out[from + token]);
      next.add(new Path(state, tokens, token, score));
    }
  }
}
