package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.Statement.Multiply;
import java.util.ArrayList;
import java.util.List;

/** How the products of a class are written, and how their operands lie for that. */
interface Products {
  /** How many numbers a vector has; 0: there are none. */
  int vector();

  /** The table of the packed matrix of a product. */
  int packed(Multiply multiply);

  /**
   * The table of a matrix to pack another one of a size into, for a product that is no statement.
   */
  int packed(int inner, int width);

  /** So many columns of a packed matrix lie side by side: those from a multiple of it on. */
  int side();

  /** Loads where a number of a packed matrix stands, by locals: its row, and the place in it. */
  void at(Writer w, int table, int k, int column);

  /**
   * {@code y[p][yo + j] += Σₖ x[p][xo + k] · m[k][j]} for p in [from, to); gives the name.
   * Arguments: x, m, y, those of {@link #multiplying}, from, to.
   */
  String multiply(int inner, int width, int xo, int yo);

  /** Further tables that a product works in. */
  List<Integer> multiplying();

  /** Calls a method of {@link #multiply}; {@code rows} pushes from and to. */
  default void call(
      Writer w, ClassBuilder out, String method, int x, int m, int y, Writer.Body rows) {
    List<Integer> tables = new ArrayList<>(List.of(x, m, y));
    tables.addAll(multiplying());
    tables.forEach(table -> out.load(w, table));
    rows.write();
    w.call(out.name, method, "(" + out.table().repeat(tables.size()) + "II)V");
  }

  /**
   * {@code y[yo + j] = fma(a, b[bo + j], y[yo + j])} for j < width; gives the name. Arguments: y,
   * yo, a, b, bo.
   */
  String lanes(int width);

  /**
   * The sum of so many products, in 16 parts whatever the hardware; on the stack two rows, each
   * with the place where its factors begin.
   */
  void dot(Writer w, int count);

  /** The table of a matrix in which a sum of outer products is built up. */
  int sums(int rows, int width, String what);

  /**
   * {@code g[k][j] += Σₚ x[p][xo + k] · d[p][lo + j]} for p in [first, behind), in this order, and
   * k in [from, to), of which from is a multiple of {@link #unit}; gives the name. Arguments: x, d,
   * g, those of {@link #accumulating}, from, to, first, behind.
   */
  String accumulate(int rows, int width, int xo, int lo);

  /** So many rows of such a sum are not parted. */
  int unit();

  /** Further tables that such a sum works in. */
  List<Integer> accumulating(int rows);
}
