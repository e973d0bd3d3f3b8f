package dev.rondo.compiler.schedule;

import dev.rondo.compiler.differentiate.ReverseMode;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.Statement.Kernel;
import dev.rondo.compiler.schedule.Statement.Multiply;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Plan.Space;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Gives every value that is stored a place: a row a step where another loop or a delay reads it, a
 * row that is used again at each step where only its own loop does, none where its kernel keeps it
 * in a register.
 */
final class AssignBuffers {
  private final Equations system;
  private final Map<String, Equation> byName;
  private final List<Region> regions;
  private final Set<String> stored;
  private final Set<String> alone;
  private final Spaces spaces;
  private final Storage storage;

  /** By value: the loops around all that reads it, as far as they are common. */
  private final Map<String, List<Region>> readIn = new HashMap<>();

  private final Map<String, Integer> uses = new HashMap<>();

  /** The link of a chain that goes on from another one, by that other one. */
  private final Map<String, Equation> next = new HashMap<>();

  private final Map<String, Integer> depths = new LinkedHashMap<>();
  private final Map<String, Integer> ahead = new HashMap<>();
  private final List<String> carries;
  private final List<Plan.Feed> feeds = new ArrayList<>();
  private final List<String> feedNames = new ArrayList<>();
  private final List<Plan.Load> loads = new ArrayList<>();
  private final Set<Statement> inPlace = new HashSet<>();
  private final Map<String, Region.Phase> phases = new HashMap<>();

  /** By the first value of a kernel: what nobody reads after it. */
  private Map<String, List<String>> lastReads = Map.of();

  /** What kernels write where it is put side by side. */
  private final PlaceSideBySide beside;

  private AssignBuffers(
      Equations system,
      Spaces spaces,
      List<Region> regions,
      Set<String> stored,
      Set<String> alone) {
    this.spaces = spaces;
    this.storage = new Storage(spaces.axes());
    this.alone = alone;
    this.system = system;
    this.byName = system.byName();
    this.regions = regions;
    this.stored = stored;
    for (Equation equation : system.equations()) {
      // a gradient does not cross the edge of a window, so an adjoint is not carried
      if (equation.node() instanceof Node.Delay delay
          && !delay.of().name().startsWith(ReverseMode.MARK)
          && spaces.number(delay.axis()) == 0
          && byName.get(delay.of().name()).axes().equals(List.of(delay.axis()))) {
        (delay.by() > 0 ? depths : ahead).merge(delay.of().name(), Math.abs(delay.by()), Math::max);
      }
    }
    this.carries = new ArrayList<>(depths.keySet());
    this.beside = new PlaceSideBySide(system, spaces, storage, regions, alone);
  }

  /**
   * Gives every value its place.
   *
   * @param stored values that must be stored whoever reads them: roots, what views show
   * @param alone values that a delay or an end reads, which need rows of their own
   */
  static Scheduled assign(
      Equations system,
      Spaces spaces,
      List<Region> regions,
      Set<String> stored,
      Set<String> alone,
      Plan.Limits limits) {
    AssignBuffers pass = new AssignBuffers(system, spaces, regions, stored, alone);
    regions.forEach(r -> pass.countReaders(r, List.of()));
    Set<String> kept = new HashSet<>(stored);
    kept.addAll(alone);
    pass.lastReads = FindLastReads.find(regions, kept, pass.phases, pass.byName);
    system.equations().forEach(pass::leaf);
    regions.forEach(r -> pass.statements(r, List.of()));
    return pass.scheduled(limits);
  }

  /** A region and the loops around it, the outermost first. */
  private static List<Region> within(Region region, List<Region> around) {
    List<Region> inner = new ArrayList<>(around);
    if (region.repeats()) {
      inner.add(region);
    }
    return inner;
  }

  private void countReaders(Region region, List<Region> around) {
    List<Region> loops = within(region, around);
    for (Statement statement : region.statements()) {
      if (statement instanceof Statement.Repeat repeat) {
        countReaders(repeat.region(), loops);
        continue;
      }
      statement.defines().forEach(e -> phases.put(e.name(), region.phase()));
      for (String name : statement.uses()) {
        readIn.merge(name, loops, AssignBuffers::common);
        uses.merge(name, 1, Integer::sum);
      }
      if (statement instanceof Multiply multiply) {
        multiply.columns().forEach(c -> link(multiply, c));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // two loops may do the same, and are two
  private static List<Region> common(List<Region> a, List<Region> b) {
    int depth = 0;
    while (depth < Math.min(a.size(), b.size()) && a.get(depth) == b.get(depth)) {
      depth++;
    }
    return a.subList(0, depth);
  }

  private void statements(Region region, List<Region> around) {
    List<Region> loops = within(region, around);
    for (Statement statement : region.statements()) {
      if (statement instanceof Statement.Repeat repeat) {
        statements(repeat.region(), loops);
      } else {
        statement(statement, loops);
      }
    }
  }

  /** A product that also reads what a chain of it starts from uses that twice. */
  private void link(Multiply multiply, Statement.Column column) {
    if (column.init().isEmpty()) {
      return;
    }
    String init = column.init().get().name();
    next.put(init, column.equation());
    if (multiply.x().equals(init)
        || multiply.columns().stream().anyMatch(c -> c.matrix().equals(init))) {
      uses.merge(init, 1, Integer::sum);
    }
  }

  private void leaf(Equation equation) {
    String name = equation.name();
    Node node = equation.node();
    int width = equation.width();
    if (node instanceof Node.Constant constant) {
      put(equation, 0, new Plan.Filled(constant.value()));
    } else if (node instanceof Node.Parameter parameter) {
      Signature.Parameter declared =
          system.signature().parameters().stream()
              .filter(p -> p.path().equals(parameter.path()))
              .findFirst()
              .orElseThrow();
      int buffer = put(equation, 0, new Plan.Computed());
      loads.add(new Plan.Load(declared.offset(), width, buffer));
    } else if (node instanceof Node.Input input) {
      int buffer = put(equation, 0, new Plan.Computed());
      feeds.add(new Plan.Feed(number(input), buffer, ahead.getOrDefault(name, 0), late(name)));
      feedNames.add(name);
    } else if (node instanceof Node.Count count) {
      put(equation, 0, new Plan.Counted(spaces.along(count.axes(), count.domain())));
    } else if (node instanceof Node.Position position && Views.isView(equation, byName)) {
      put(equation, 0, new Plan.Positions(spaces.number(position.index())));
    }
  }

  /** The carry of an input that only later steps read; −1 if its own does. */
  private int late(String name) {
    boolean later =
        carries.contains(name)
            && system.equations().stream()
                .filter(e -> e.node().reads().stream().anyMatch(r -> r.name().equals(name)))
                .allMatch(
                    e ->
                        e.node() instanceof Node.Delay delay
                            && delay.of().name().equals(name)
                            && !delay.outside().name().equals(name)
                            && spaces.number(delay.axis()) == 0
                            && delay.by() > 0);
    return later && !system.roots().containsValue(name) ? carries.indexOf(name) : -1;
  }

  private int number(Node.Input input) {
    List<String> names = system.signature().inputs().stream().map(Signature.Input::name).toList();
    return names.indexOf(input.name());
  }

  /** A buffer for an equation alone; gives the buffer's number. */
  private int put(Equation equation, int loops, Plan.Content content) {
    Space space = spaces.of(equation);
    int table = storage.rows(space, loops, equation.width(), content, equation.name());
    storage.place(equation.name(), new Place(table, 0, space, equation.width()));
    return storage.bufferOf(table);
  }

  private void statement(Statement statement, List<Region> loops) {
    if (statement instanceof Multiply multiply) {
      multiply(multiply, loops);
    } else if (statement instanceof Kernel kernel) {
      kernel(kernel, loops);
    } else {
      Equation equation = statement.defines().get(0);
      if (storage.stored(equation.name())) {
        return;
      }
      put(equation, shared(equation, loops), new Plan.Computed());
    }
  }

  private void kernel(Kernel kernel, List<Region> loops) {
    List<String> last = lastReads.getOrDefault(kernel.defines().get(0).name(), List.of());
    Set<String> read = new HashSet<>();
    List<Place> free = new ArrayList<>();
    for (Equation equation : kernel.defines()) {
      // what has been read is in a register, and may be overwritten
      equation.node().reads().stream()
          .map(Read::name)
          .filter(n -> last.contains(n) && !beside.contains(n) && read.add(n))
          .forEach(n -> free.add(storage.place(n)));
      if (isRead(equation) && !beside.contains(equation.name())) {
        int shared = shared(equation, loops);
        Optional<Place> old =
            free.stream().filter(p -> fits(p, kernel, equation, shared)).findFirst();
        if (old.isPresent()) {
          storage.place(equation.name(), old.get());
          free.remove(old.get());
        } else {
          put(equation, shared, new Plan.Computed());
        }
      }
    }
  }

  /** Whether a value can be written number by number where an old one stands. */
  private boolean fits(Place old, Kernel kernel, Equation equation, int shared) {
    return !alone.contains(equation.name())
        && !stored.contains(equation.name())
        && old.width() == kernel.width()
        && old.width() == equation.width()
        && old.space().equals(kernel.space())
        && kernel.space().isRows()
        && storage.loops(old.table()) == shared;
  }

  /** Whether anything but its own kernel reads a value. */
  private boolean isRead(Equation equation) {
    return stored.contains(equation.name()) || readIn.containsKey(equation.name());
  }

  /** How many loops around it use the same rows again at each step. */
  private int shared(Equation equation, List<Region> loops) {
    if (stored.contains(equation.name()) || !readIn.containsKey(equation.name())) {
      return 0;
    }
    int depth = common(loops, readIn.get(equation.name())).size();
    if (depth == 0 || !spaces.of(equation).hasSteps()) {
      return 0;
    }
    // the links of a chain stand in one place: where the last one must be
    Equation link = next.get(equation.name());
    return link == null || uses.get(equation.name()) > 1
        ? depth
        : Math.min(depth, shared(link, loops));
  }

  private void multiply(Multiply multiply, List<Region> loops) {
    Optional<Place> before = continued(multiply);
    Place stack;
    if (before.isPresent()) {
      stack = before.get();
      inPlace.add(multiply);
    } else {
      int shared = multiply.defines().stream().mapToInt(e -> shared(e, loops)).min().getAsInt();
      Space space = multiply.space();
      String what = String.join(" ", multiply.defines().stream().map(Equation::name).toList());
      int table = storage.rows(space, shared, multiply.width(), new Plan.Computed(), what);
      stack = new Place(table, 0, space, multiply.width());
    }
    int offset = stack.offset();
    for (Statement.Column column : multiply.columns()) {
      storage.place(
          column.equation().name(),
          new Place(stack.table(), offset, stack.space(), column.width()));
      offset += column.width();
    }
  }

  /**
   * Where the chains stand that a product continues, if it may go on there: they lie side by side
   * in the same order, and nobody else reads them.
   */
  private Optional<Place> continued(Multiply multiply) {
    Place first = null;
    int offset = 0;
    for (Statement.Column column : multiply.columns()) {
      if (column.init().isEmpty()) {
        return Optional.empty();
      }
      String init = column.init().get().name();
      boolean link =
          storage.stored(init)
              && byName.get(init).node() instanceof Node.Affine
              && phases.get(init) == phases.get(column.equation().name()) // else run again
              && uses.getOrDefault(init, 0) == 1
              && !stored.contains(init);
      if (!link) {
        return Optional.empty();
      }
      Place place = storage.place(init);
      first = first == null ? place : first;
      boolean follows =
          place.table() == first.table()
              && place.offset() == first.offset() + offset
              && place.space().equals(multiply.space());
      if (!follows) {
        return Optional.empty();
      }
      offset += column.width();
    }
    return Optional.ofNullable(first).filter(p -> !shown(multiply, p));
  }

  /** Whether the result is a root or shown by a view, for which its rows must begin with it. */
  private boolean shown(Multiply multiply, Place first) {
    return first.offset() != 0
        && multiply.defines().stream().anyMatch(e -> stored.contains(e.name()));
  }

  private Scheduled scheduled(Plan.Limits limits) {
    PlaceViews views = new PlaceViews(byName, spaces, storage, carries, feedNames);
    system.equations().forEach(e -> views.view(e.name()));
    List<Plan.Carry> kept = new ArrayList<>();
    for (String name : carries) {
      Place place = views.own(byName.get(name).read());
      kept.add(new Plan.Carry(name, place.table(), depths.get(name), place.width()));
    }
    List<Plan.Result> results = new ArrayList<>();
    system.roots().forEach((role, name) -> results.add(views.result(role, name)));
    List<Region> done = beside.withoutMoves(regions);
    return new Scheduled(
        system,
        done,
        storage,
        inPlace,
        () -> storage.plan(loads, feeds, kept, results, new FindShared(done, storage), limits));
  }
}
