package dev.rondo.compiler.schedule;

import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Read;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Plan.Space;
import java.util.List;
import java.util.Map;

/** Places for what is not computed: other rows, or parts of rows, of what is stored. */
final class PlaceViews {
  private final Map<String, Equation> byName;
  private final Spaces spaces;
  private final Storage storage;
  private final List<String> carries;
  private final List<String> feeds;

  /**
   * @param carries the values that cross from one window into the next, by number
   * @param feeds the inputs, by number
   */
  PlaceViews(
      Map<String, Equation> byName,
      Spaces spaces,
      Storage storage,
      List<String> carries,
      List<String> feeds) {
    this.byName = byName;
    this.spaces = spaces;
    this.storage = storage;
    this.carries = carries;
    this.feeds = feeds;
  }

  /** The place of a value; of a view it is made from that of what it shows. */
  Place view(String name) {
    Equation equation = byName.get(name);
    if (storage.stored(name) || !Views.isView(equation, byName)) {
      return storage.stored(name) ? storage.place(name) : null;
    }
    Place place;
    Node node = equation.node();
    if (node instanceof Node.Slice slice) {
      Place of = view(slice.of().name());
      int rest = equation.width() / equation.features().get(0).size();
      place =
          new Place(of.table(), of.offset() + slice.from() * rest, of.space(), equation.width());
    } else if (node instanceof Node.Reshape reshape) {
      place = view(reshape.of().name());
    } else if (node instanceof Node.Delay delay) {
      Space space = spaces.of(equation);
      place = new Place(delayed(delay, space), 0, space, equation.width());
    } else if (node instanceof Node.At at) {
      Space space = spaces.of(equation);
      int of = own(at.of()).table();
      int outside = own(at.outside()).table();
      int missing = byName.get(at.of().name()).domain().at(at.axis());
      int axis = spaces.number(at.axis());
      int table = storage.table(new Plan.Ended(of, space, axis, at.last(), missing, outside));
      place = new Place(table, 0, space, equation.width());
    } else if (Views.isSpread(equation, byName)) {
      Place of = view(((Node.Elementwise) node).args().get(0).name());
      Space space = spaces.of(equation);
      int table = storage.table(new Plan.Spread(of.table(), space, -1, -1));
      place = new Place(table, of.offset(), space, of.width());
    } else {
      place = renamed(equation);
    }
    storage.place(name, place);
    return place;
  }

  private int delayed(Node.Delay delay, Space space) {
    Place of = own(delay.of());
    Place outside = own(delay.outside());
    String name = delay.of().name();
    int axis = spaces.number(delay.axis());
    int carry = axis == 0 && delay.by() > 0 ? carries.indexOf(name) : -1;
    int feed = axis == 0 && delay.by() < 0 ? feeds.indexOf(name) : -1;
    int missing = byName.get(name).domain().at(delay.axis());
    return storage.table(
        new Plan.Delayed(
            of.table(), space, axis, delay.by(), missing, outside.table(), carry, feed));
  }

  /** Another value, one of whose axes has another name here. */
  private Place renamed(Equation equation) {
    Read read = ((Node.Elementwise) equation.node()).args().get(0);
    Place of = view(read.name());
    Space space = spaces.of(equation);
    List<String> axes = byName.get(read.name()).axes();
    for (int i = 0; i < axes.size(); i++) {
      if (!read.indices().get(i).equals(axes.get(i))) {
        int axis = spaces.number(axes.get(i));
        int as = spaces.number(read.indices().get(i));
        int table = storage.table(new Plan.Spread(of.table(), space, axis, as));
        return new Place(table, of.offset(), space, of.width());
      }
    }
    throw new IllegalStateException(equation.name() + " renames nothing");
  }

  /** The place of a value whose rows begin with it. */
  Place own(Read read) {
    Place place = view(read.name());
    if (place == null || place.offset() != 0) {
      throw new IllegalStateException(read + " has no rows of its own");
    }
    return place;
  }

  /** The rows of a root: its axes in their own order, whatever the loops were. */
  private Space inOrder(Equation equation) {
    return equation.has(Index.Kind.BATCH) || equation.has(Index.Kind.TIME)
        ? spaces.along(equation.axes(), equation.domain())
        : Space.ONE;
  }

  /** Where a root is found. */
  Plan.Result result(String role, String name) {
    Place place = storage.place(name);
    Space space = inOrder(byName.get(name));
    int table =
        space.equals(place.space())
            ? place.table()
            : storage.table(new Plan.Spread(place.table(), space, -1, -1));
    return new Plan.Result(role, table, place.offset(), place.width());
  }
}
