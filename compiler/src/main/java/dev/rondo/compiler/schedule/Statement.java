package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Plan.Space;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Something that a plan does to rows. */
public sealed interface Statement {
  /** Over which rows. */
  Space space();

  /** The equations whose values it computes. */
  List<Equation> defines();

  /** The names of the values that it reads and does not compute itself. */
  Set<String> uses();

  /**
   * Element-wise operations in one loop over the numbers of a row, or in two: {@link Broadcast}.
   *
   * @param inner how many numbers the inner loop goes over: all of them, if there is one only
   */
  record Kernel(Space space, int width, int inner, List<Equation> defines) implements Statement {
    public Kernel {
      defines = List.copyOf(defines);
    }

    @Override
    public Set<String> uses() {
      Set<String> uses = new LinkedHashSet<>();
      defines.forEach(e -> e.node().reads().forEach(r -> uses.add(r.name())));
      defines.forEach(e -> uses.remove(e.name()));
      return uses;
    }
  }

  /**
   * One of the results that a product stacks.
   *
   * @param init what its chain starts from; empty: 0
   * @param matrix the parameter, or what is computed from parameters
   * @param rowStride distance in the matrix's numbers from one contracted index to the next
   * @param columnStride from one result to the next
   */
  record Column(
      Equation equation, Optional<Read> init, String matrix, int rowStride, int columnStride) {
    public int width() {
      return equation.width();
    }
  }

  /**
   * Rows times a matrix: for each row {@code y = init + Σₖ x[k] · m[k]}, several m side by side.
   */
  record Multiply(Space space, String x, int inner, List<Column> columns) implements Statement {
    public Multiply {
      columns = List.copyOf(columns);
    }

    @Override
    public List<Equation> defines() {
      return columns.stream().map(Column::equation).toList();
    }

    @Override
    public Set<String> uses() {
      Set<String> uses = new LinkedHashSet<>(Set.of(x));
      columns.forEach(c -> c.init().ifPresent(i -> uses.add(i.name())));
      columns.forEach(c -> uses.add(c.matrix()));
      return uses;
    }

    public int width() {
      return columns.stream().mapToInt(Column::width).sum();
    }

    /** What names the packed matrix: equal for products that can share it. */
    public String pack() {
      List<String> parts = new ArrayList<>();
      columns.forEach(c -> parts.add(c.matrix() + "/" + c.rowStride() + "/" + c.columnStride()));
      return "pack " + inner + " " + String.join(" ", parts);
    }
  }

  /**
   * The outer product of two rows, summed over rows: for each k of {@code rows} and j of {@code
   * lanes} {@code g[k][j] = Σₚ rows[p][k] · lanes[p][j]}.
   *
   * @param turned the result's first index is that of the lanes
   */
  record Accumulate(Equation equation, Space of, String rows, String lanes, boolean turned)
      implements Statement {
    @Override
    public Space space() {
      return Space.ONE;
    }

    @Override
    public List<Equation> defines() {
      return List.of(equation);
    }

    @Override
    public Set<String> uses() {
      return new LinkedHashSet<>(List.of(rows, lanes));
    }

    public boolean descending() {
      return ((Node.Affine) equation.node()).descending();
    }
  }

  /** A loop within another one. */
  record Repeat(Region region) implements Statement {
    @Override
    public Space space() {
      return region.statements().get(0).space();
    }

    @Override
    public List<Equation> defines() {
      return region.statements().stream().flatMap(s -> s.defines().stream()).toList();
    }

    @Override
    public Set<String> uses() {
      Set<String> uses = new LinkedHashSet<>();
      region.statements().forEach(s -> uses.addAll(s.uses()));
      defines().forEach(e -> uses.remove(e.name()));
      return uses;
    }
  }

  /** What else there is: one equation, each kind with a loop of its own. */
  enum Kind {
    /** A reduction of each row's last numbers. */
    FOLD,
    /** A reduction over rows. */
    SUM_ROWS,
    /** What a sum within a loop begins with. */
    CLEAR,
    /** The rows of a loop's step, each added to that of a sum over its steps. */
    ADD_ROWS,
    /** A row of a matrix by its token. */
    GATHER,
    /** A row at a position along an axis. */
    LOOK_UP,
    /** A part of the row itself by its token. */
    PICK,
    /** Rows added into a matrix by their token. */
    SCATTER,
    /** Rows added at positions along an axis. */
    PUT_BACK,
    /** Numbers copied to other places of a row. */
    MOVE,
    /** A sum of products within a row. */
    CONTRACT
  }

  /**
   * One equation by itself.
   *
   * @param of the rows that it sums or looks up
   * @param term of a sum over rows: the operation whose values it sums, and nobody else reads
   */
  record Single(Kind kind, Space space, Space of, Equation equation, Optional<Equation> term)
      implements Statement {
    Single(Kind kind, Space space, Space of, Equation equation) {
      this(kind, space, of, equation, Optional.empty());
    }

    @Override
    public List<Equation> defines() {
      return List.of(equation);
    }

    @Override
    public Set<String> uses() {
      Set<String> uses = new LinkedHashSet<>();
      if (kind == Kind.CLEAR) {
        return uses;
      }
      term.orElse(equation).node().reads().forEach(r -> uses.add(r.name()));
      return uses;
    }
  }
}
