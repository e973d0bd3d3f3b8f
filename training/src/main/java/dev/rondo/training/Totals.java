package dev.rondo.training;

import dev.rondo.runtime.Signature;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums and counts of a program's terms over many windows: reports are Σ/Σ. */
final class Totals {
  private final List<Signature.Term> terms;
  private final double[] sums;
  private final double[] counts;

  /** Of a program's losses and metrics. */
  Totals(Signature signature) {
    this(signature.terms());
  }

  /** Of its losses alone, which come first: the program for training computes no metrics. */
  static Totals ofLosses(Signature signature) {
    return new Totals(signature.terms().stream().filter(Signature.Term::loss).toList());
  }

  private Totals(List<Signature.Term> terms) {
    this.terms = terms;
    this.sums = new double[terms.size()];
    this.counts = new double[terms.size()];
  }

  /** Adds the last window of an engine. */
  void add(Engine engine) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += engine.sum(i);
      counts[i] += engine.count(i);
    }
  }

  /** Adds what the program does not compute itself. */
  void add(int term, double sum) {
    sums[term] += sum;
  }

  double[] sums() {
    return sums.clone();
  }

  double[] counts() {
    return counts.clone();
  }

  /** Goes on from the sums and counts of another run. */
  void restore(double[] savedSums, double[] savedCounts) {
    System.arraycopy(savedSums, 0, sums, 0, sums.length);
    System.arraycopy(savedCounts, 0, counts, 0, counts.length);
  }

  /** Σ over the losses of sum / count. */
  double loss() {
    double loss = 0;
    for (int i = 0; i < sums.length; i++) {
      if (terms.get(i).loss()) {
        loss += terms.get(i).accumulator().of(sums[i], counts[i]);
      }
    }
    return loss;
  }

  /** Whether any loss was defined anywhere. */
  boolean counted() {
    for (int i = 0; i < sums.length; i++) {
      if (terms.get(i).loss() && counts[i] > 0) {
        return true;
      }
    }
    return false;
  }

  /** The metrics by name, and the losses if there are several, in the model's order. */
  Map<String, Double> terms() {
    boolean several = terms.stream().filter(Signature.Term::loss).count() > 1;
    Map<String, Double> result = new LinkedHashMap<>();
    for (int i = 0; i < sums.length; i++) {
      if (!terms.get(i).loss() || several) {
        result.put(terms.get(i).name(), terms.get(i).accumulator().of(sums[i], counts[i]));
      }
    }
    return Collections.unmodifiableMap(result);
  }
}
