package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Statement.Single;
import dev.rondo.compiler.schedule.Storage;
import dev.rondo.compiler.schedule.Storage.Operand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sums of products within a row, or of its numbers with strides. What both factors have side by
 * side is summed in the fixed tree of {@code dot}; all else is one chain a number, in the order of
 * the indices: of many numbers at once where those of the result and of a factor lie side by side,
 * of two matrices that are the same for all rows by the tiles of other products.
 */
final class EmitContract {
  private final EmitRows rows;
  private final Storage storage;
  private final Products products;
  private final Map<String, Equation> byName;

  EmitContract(EmitRows rows, Storage storage, Products products, Map<String, Equation> byName) {
    this.rows = rows;
    this.storage = storage;
    this.products = products;
    this.byName = byName;
  }

  String emit(Single single) {
    Contraction contraction = new Contraction(single);
    Optional<EmitMatrixProduct.Product> matrices = contraction.matrices(single);
    if (matrices.isPresent()) {
      return new EmitMatrixProduct(rows.out, storage, products)
          .emit(single.equation().name(), matrices.get());
    }
    return rows.rows(single, contraction.operands, contraction::write);
  }

  /** A factor, or what the sum begins with. */
  private record Term(Operand operand, Map<String, Integer> strides) {
    int stride(Index index) {
      return strides.getOrDefault(index.name(), 0);
    }

    EmitMatrixProduct.Matrix matrix(Index row, Index column) {
      return new EmitMatrixProduct.Matrix(operand, stride(row), stride(column));
    }
  }

  /** One statement's sum. */
  private final class Contraction {
    private final Equation equation;
    private final List<Term> factors = new ArrayList<>();
    private final Optional<Term> init;
    private final List<Operand> operands = new ArrayList<>();
    private final List<Index> over = new ArrayList<>();
    private final Map<String, Integer> own;
    private final int to;

    Contraction(Single single) {
      this.equation = single.equation();
      List<Read> reads = new ArrayList<>();
      Optional<Read> first = Optional.empty();
      if (equation.node() instanceof Node.Affine affine) {
        reads.add(affine.products().get(0).a());
        reads.add(affine.products().get(0).b());
        first = affine.init();
      } else {
        reads.add(((Node.Reduce) equation.node()).of());
      }
      Map<String, Integer> sizes = new LinkedHashMap<>();
      reads.forEach(r -> sizes.putAll(Strides.sizes(r, byName.get(r.name()))));
      equation.features().forEach(i -> sizes.remove(i.name()));
      sizes.forEach((name, size) -> over.add(Index.feature(name, size)));
      reads.forEach(r -> factors.add(term(r, single)));
      this.init = first.map(r -> term(r, single));
      factors.forEach(f -> operands.add(f.operand()));
      init.ifPresent(i -> operands.add(i.operand()));
      this.own = Strides.of(equation.read(), equation);
      this.to = storage.place(equation.name()).offset();
    }

    private Term term(Read read, Single single) {
      return new Term(
          storage.operand(read.name(), single.space()), Strides.of(read, byName.get(read.name())));
    }

    /**
     * Of two matrices that are the same for all rows: one has the result's rows, one its columns.
     */
    Optional<EmitMatrixProduct.Product> matrices(Single single) {
      List<Index> of = equation.features();
      if (single.space().isRows() || factors.size() != 2 || over.size() != 1 || of.size() != 2) {
        return Optional.empty();
      }
      Index row = of.get(0);
      Index column = of.get(1);
      int left = factors.get(0).stride(row) > 0 ? 0 : 1;
      Term a = factors.get(left);
      Term b = factors.get(1 - left);
      if (a.stride(row) == 0
          || a.stride(column) > 0
          || b.stride(column) == 0
          || b.stride(row) > 0) {
        return Optional.empty();
      }
      Index inner = over.get(0);
      Operand target = storage.operand(equation.name(), single.space());
      return Optional.of(
          new EmitMatrixProduct.Product(
              new Term(target, own).matrix(row, column),
              init.map(i -> i.matrix(row, column)),
              a.matrix(row, inner),
              b.matrix(inner, column),
              row.size(),
              inner.size(),
              column.size()));
    }

    void write(Writer w, int target, List<Integer> sources) {
      Optional<Index> lanes = lanes();
      if (lanes.isPresent()) {
        new Lanes(w, target, sources, lanes.get()).write();
        return;
      }
      EmitRows.nest(
          w,
          equation.features(),
          new LinkedHashMap<>(),
          at -> {
            int sum = w.numberLocal();
            first(w, at, sources);
            w.storeNumber(sum);
            if (isDot()) {
              dot(w, at, sources, sum);
            } else {
              chain(w, at, sources, sum);
            }
            w.loadRef(target);
            EmitRows.position(w, at, own, to);
            w.loadNumber(sum);
            w.put();
          });
    }

    /** Loads the number that a sum begins with. */
    private void first(Writer w, Map<String, Integer> at, List<Integer> sources) {
      if (init.isPresent()) {
        place(w, at, sources.get(factors.size()), init.get());
        w.get();
      } else {
        w.constant(0);
      }
    }

    /** Loads a term's row and where its number is. */
    private void place(Writer w, Map<String, Integer> at, int row, Term term) {
      w.loadRef(row);
      EmitRows.position(w, at, term.strides(), term.operand().offset());
    }

    /** Whether both factors have all that is summed side by side, in the same order. */
    private boolean isDot() {
      int distance = 1;
      for (int i = over.size() - 1; i >= 0; i--) {
        Index index = over.get(i);
        int expected = distance;
        if (factors.stream().anyMatch(f -> f.stride(index) != expected)) {
          return false;
        }
        distance *= index.size();
      }
      return factors.size() == 2 && !over.isEmpty();
    }

    /** The result's last index, if one factor has its numbers side by side and no other has it. */
    private Optional<Index> lanes() {
      if (isDot() || equation.features().isEmpty()) {
        return Optional.empty();
      }
      Index last = equation.features().get(equation.features().size() - 1);
      long beside = factors.stream().filter(f -> f.stride(last) == 1).count();
      long without = factors.stream().filter(f -> f.stride(last) == 0).count();
      boolean begins = init.map(i -> i.stride(last) <= 1).orElse(true);
      return beside == 1 && beside + without == factors.size() && begins
          ? Optional.of(last)
          : Optional.empty();
    }

    private void dot(Writer w, Map<String, Integer> at, List<Integer> sources, int sum) {
      w.loadNumber(sum);
      for (int i = 0; i < 2; i++) {
        place(w, at, sources.get(i), factors.get(i));
      }
      products.dot(w, over.stream().mapToInt(Index::size).reduce(1, (a, b) -> a * b));
      w.add();
      w.storeNumber(sum);
    }

    private void chain(Writer w, Map<String, Integer> at, List<Integer> sources, int sum) {
      EmitRows.nest(
          w,
          over,
          at,
          inner -> {
            for (int i = 0; i < factors.size(); i++) {
              place(w, inner, sources.get(i), factors.get(i));
              w.get();
            }
            w.loadNumber(sum);
            if (factors.size() == 2) {
              w.fma();
            } else {
              w.add();
            }
            w.storeNumber(sum);
          });
    }

    /** All numbers of the last index together. */
    private final class Lanes {
      private final Writer w;
      private final int target;
      private final List<Integer> sources;
      private final Index last;

      Lanes(Writer w, int target, List<Integer> sources, Index last) {
        this.w = w;
        this.target = target;
        this.sources = sources;
        this.last = last;
      }

      void write() {
        List<Index> outer = equation.features().subList(0, equation.features().size() - 1);
        EmitRows.nest(
            w,
            outer,
            new LinkedHashMap<>(),
            at -> {
              begin(at);
              EmitRows.nest(w, over, at, this::step);
            });
      }

      private void begin(Map<String, Integer> at) {
        if (init.isPresent() && init.get().stride(last) == 1) {
          place(w, at, sources.get(factors.size()), init.get());
          w.loadRef(target);
          EmitRows.position(w, at, own, to);
          w.integer(last.size());
          w.copy();
          return;
        }
        int from = w.local();
        EmitRows.position(w, at, own, to);
        w.storeInt(from);
        w.loadRef(target);
        w.loadInt(from);
        w.plus(from, last.size());
        first(w, at, sources);
        w.fill();
      }

      private void step(Map<String, Integer> at) {
        int beside = factors.get(0).stride(last) == 1 ? 0 : 1;
        w.loadRef(target);
        EmitRows.position(w, at, own, to);
        if (factors.size() == 2) {
          place(w, at, sources.get(1 - beside), factors.get(1 - beside));
          w.get();
        } else {
          w.constant(1);
        }
        place(w, at, sources.get(beside), factors.get(beside));
        w.call(rows.out.name, products.lanes(last.size()), rows.out.lanes());
      }
    }
  }
}
