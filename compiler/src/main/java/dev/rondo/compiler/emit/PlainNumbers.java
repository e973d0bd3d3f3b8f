package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Op;
import java.util.List;

/** A number at a time; C2 makes vectors of such a loop if all operations are ones that it knows. */
final class PlainNumbers implements Numbers {
  private final Writer w;

  PlainNumbers(Writer w) {
    this.w = w;
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public int load(int row, Runnable place) {
    w.loadRef(row);
    place.run();
    w.get();
    return store();
  }

  @Override
  public void store(int value, int row, Runnable place) {
    w.loadRef(row);
    place.run();
    w.loadNumber(value);
    w.put();
  }

  @Override
  public int constant(double value) {
    w.constant(value);
    return store();
  }

  @Override
  public int spread(int number) {
    return number;
  }

  @Override
  public int position(int at) {
    w.loadInt(at);
    w.intToNumber();
    return store();
  }

  @Override
  public int apply(Op op, List<Integer> of) {
    of.forEach(w::loadNumber);
    w.apply(op);
    return store();
  }

  private int store() {
    int local = w.numberLocal();
    w.storeNumber(local);
    return local;
  }
}
