package dev.rondo.compiler.emit;

import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import java.util.List;
import java.util.Optional;

/**
 * A product of two matrices that are the same for all rows, parameters or their gradients, each of
 * which lies in one row: the tiles of other products do it, on copies of what they need as rows.
 */
final class EmitMatrixProduct {
  /** Rows, a matrix in one row, where it begins there, its strides, its rows and columns. */
  private final String copying;

  private final ClassBuilder out;
  private final Storage storage;
  private final Products products;

  EmitMatrixProduct(ClassBuilder out, Storage storage, Products products) {
    this.out = out;
    this.storage = storage;
    this.products = products;
    this.copying = "(" + out.table().repeat(2) + "IIIII)V";
  }

  /** A matrix in a row: how far apart its rows are, and its columns. */
  record Matrix(Operand operand, int rows, int columns) {}

  /** {@code target = init + left · right}, of so many rows, summed numbers, columns. */
  record Product(
      Matrix target,
      Optional<Matrix> init,
      Matrix left,
      Matrix right,
      int rows,
      int inner,
      int columns) {}

  String emit(String name, Product product) {
    int left = storage.scratch("left", product.rows(), product.inner());
    int result = storage.scratch("result", product.rows(), product.columns());
    int packed = products.packed(product.inner(), product.columns());
    String method = out.fresh("matrices_" + name);
    out.rows(
        method,
        List.of(),
        w -> {
          int p = w.local();
          w.loadInt(ClassBuilder.FROM);
          w.loop(
              p,
              () -> w.loadInt(ClassBuilder.TO),
              1,
              () -> {
                copy(w, "bring", left, product.left(), product.rows(), product.inner());
                PackMatrix.Shape shape =
                    new PackMatrix.Shape(
                        product.inner(),
                        product.columns(),
                        product.right().rows(),
                        product.right().columns());
                new PackMatrix(out, products).pack(w, product.right().operand(), packed, shape, 0);
                product
                    .init()
                    .ifPresentOrElse(
                        i -> copy(w, "bring", result, i, product.rows(), product.columns()),
                        () -> clear(w, result, product));
                multiply(w, left, packed, result, product);
                copy(w, "return", result, product.target(), product.rows(), product.columns());
              });
        });
    return method;
  }

  private void multiply(Writer w, int left, int packed, int result, Product product) {
    products.call(
        w,
        out,
        products.multiply(product.inner(), product.columns(), 0, 0),
        left,
        packed,
        result,
        () -> {
          w.integer(0);
          w.integer(product.rows());
        });
  }

  private void clear(Writer w, int result, Product product) {
    int rows = w.local();
    out.load(w, result);
    w.storeRef(rows);
    w.loop(
        product.rows(),
        r -> {
          w.loadRef(w.rowOf(rows, r, 0));
          w.integer(0);
          w.integer(product.columns());
          w.constant(0);
          w.fill();
        });
  }

  /** Brings a matrix into rows, or returns it from there. */
  private void copy(Writer w, String way, int table, Matrix matrix, int rows, int columns) {
    String method = way + (matrix.columns() == 1 ? "_rows" : "_columns");
    out.method(method, copying, 7, body -> copyMethod(body, way.equals("bring"), matrix));
    out.load(w, table);
    out.load(w, matrix.operand().table());
    w.integer(matrix.operand().offset());
    w.integer(matrix.rows());
    w.integer(matrix.columns());
    w.integer(rows);
    w.integer(columns);
    w.call(out.name, method, copying);
  }

  private static void copyMethod(Writer w, boolean bring, Matrix matrix) {
    int flat = w.firstRow(1);
    int r = w.local();
    int at = w.local();
    int zero = VectorTile.number(w, 0);
    w.integer(0);
    w.loop(
        r,
        () -> w.loadInt(5),
        1,
        () -> {
          int row = w.rowOf(0, r, 0);
          w.loadInt(r);
          w.loadInt(3);
          w.multiplyInt();
          w.loadInt(2);
          w.addInt();
          w.storeInt(at);
          if (matrix.columns() == 1) {
            w.loadRef(bring ? flat : row);
            w.loadInt(bring ? at : zero);
            w.loadRef(bring ? row : flat);
            w.loadInt(bring ? zero : at);
            w.loadInt(6);
            w.copy();
          } else {
            int c = w.local();
            w.integer(0);
            w.loop(c, () -> w.loadInt(6), 1, () -> move(w, bring, row, flat, at, c));
          }
        });
  }

  /** A number of a row, and the one of the matrix that is as many columns further on. */
  private static void move(Writer w, boolean bring, int row, int flat, int at, int c) {
    int there = w.local();
    w.loadInt(c);
    w.loadInt(4);
    w.multiplyInt();
    w.loadInt(at);
    w.addInt();
    w.storeInt(there);
    w.loadRef(bring ? row : flat);
    w.loadInt(bring ? c : there);
    w.loadRef(bring ? flat : row);
    w.loadInt(bring ? there : c);
    w.get();
    w.put();
  }
}
