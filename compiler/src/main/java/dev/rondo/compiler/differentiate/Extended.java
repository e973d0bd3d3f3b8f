package dev.rondo.compiler.differentiate;

import dev.rondo.compiler.equations.Domain;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A system being extended by derivatives: its equations, the new ones, and who depends on what. */
final class Extended {
  final Equations system;
  final Map<String, Equation> byName;
  private final Map<String, Equation> added = new LinkedHashMap<>();
  private final Poles poles;
  private final String mark;
  private int fresh;

  /** {@code mark}: begins the names of what is added. */
  Extended(Equations system, String mark) {
    this.system = system;
    this.byName = system.byName();
    this.poles = new Poles(system);
    this.mark = mark;
  }

  Equation get(String name) {
    Equation equation = byName.get(name);
    return equation != null ? equation : added.get(name);
  }

  Equation add(Equation equation) {
    if (get(equation.name()) != null) {
      throw new IllegalStateException("a second equation for " + equation.name());
    }
    added.put(equation.name(), equation);
    return equation;
  }

  /** A new equation for the derivative of another one. */
  Equation temporary(Equation of, List<Index> indices, Domain domain, Node node) {
    return add(new Equation(free(of), indices, domain, node, of.span()));
  }

  /** A name for a part of a derivative that is no equation's derivative itself. */
  String free(Equation of) {
    String name;
    do {
      name = of.name() + "%" + ++fresh;
    } while (byName.containsKey(name));
    return mark + name;
  }

  /** 0, everywhere. */
  Read zero() {
    return number(0, Domain.ALL).read();
  }

  /** The equation of a number in a domain. */
  Equation number(double value, Domain domain) {
    String name = mark + "%" + value + (domain.isAll() ? "" : "/" + domain.missing());
    Equation known = get(name);
    return known != null
        ? known
        : add(new Equation(name, List.of(), domain, new Node.Constant(value), Optional.empty()));
  }

  /** A block of zeros, of so many along one of its features; empty if that is none. */
  Optional<Read> zeros(Equation of, List<Index> features, String along, int size) {
    List<Index> indices = new ArrayList<>();
    for (Index index : features) {
      indices.add(index.name().equals(along) ? Index.feature(along, size) : index);
    }
    return size == 0
        ? Optional.empty()
        : Optional.of(temporary(of, indices, Domain.ALL, new Node.Constant(0)).read());
  }

  /** Builds at the points of an equation. */
  Derivatives.Builder at(Equation point) {
    return new Derivatives.Builder() {
      @Override
      public Read apply(Op op, Read... args) {
        Node node = new Node.Elementwise(op, List.of(args));
        return temporary(point, point.indices(), point.domain(), node).read();
      }

      @Override
      public Read number(double value) {
        return Extended.this.number(value, Domain.ALL).read();
      }

      @Override
      public boolean isNumber(Read read) {
        return get(read.name()).node() instanceof Node.Constant c && c.value() != 0;
      }

      @Override
      public boolean hasPole(List<Read> arguments) {
        return poles.in(arguments);
      }
    };
  }

  /** The indices of what is read, under the names of the reader. */
  List<Index> indices(Read read) {
    List<Index> own = get(read.name()).indices();
    List<Index> indices = new ArrayList<>();
    for (int i = 0; i < own.size(); i++) {
      indices.add(new Index(read.indices().get(i), own.get(i).kind(), own.get(i).size()));
    }
    return indices;
  }

  /** Where what is read is defined, under the names of the reader. */
  Domain domain(Read read) {
    return get(read.name()).domain(read);
  }

  /** What depends on the given equations. */
  Set<String> dependents(Set<String> sources) {
    Map<String, List<Equation>> readers = system.readers();
    Set<String> found = new HashSet<>(sources);
    Deque<String> work = new ArrayDeque<>(sources);
    while (!work.isEmpty()) {
      for (Equation reader : readers.getOrDefault(work.pop(), List.of())) {
        if (!stops(reader) && found.add(reader.name())) {
          work.push(reader.name());
        }
      }
    }
    return found;
  }

  /** What a derivative of the given equations can come from. */
  Set<String> dependences(Set<String> results) {
    Set<String> found = new HashSet<>(results);
    Deque<String> work = new ArrayDeque<>(results);
    while (!work.isEmpty()) {
      Equation equation = byName.get(work.pop());
      List<Read> reads = equation.node().reads();
      // what a stated derivative is computed from is no way to its value
      int ways = stops(equation) ? 0 : isStated(equation) ? 2 : reads.size();
      for (Read read : reads.subList(0, ways)) {
        if (found.add(read.name())) {
          work.push(read.name());
        }
      }
    }
    return found;
  }

  private static boolean stops(Equation equation) {
    return equation.node() instanceof Node.Elementwise e && e.op() == Op.STOP;
  }

  private static boolean isStated(Equation equation) {
    return equation.node() instanceof Node.Elementwise e && e.op() == Op.SURROGATE;
  }

  /** All equations, the old ones first and as they were. */
  Equations extended(Map<String, String> roots) {
    List<Equation> all = new ArrayList<>(system.equations());
    all.addAll(added.values());
    return new Equations(system.signature(), all, roots);
  }
}
