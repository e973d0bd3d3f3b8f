package dev.rondo.compiler.elaborate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts the axes of time in order: first the one along which a model runs in windows or step by
 * step. That is the axis of what it is fed; else the last one along which an output varies alone;
 * else the first one of an output over several; else the last one that it declares.
 */
final class OrderAxes {
  private OrderAxes() {}

  static List<String> of(Elaborated model) {
    Draft draft = model.draft();
    List<String> own =
        draft.times.keySet().stream()
            .filter(axis -> draft.times.get(axis).source().isEmpty())
            .toList();
    if (own.size() == 1 && draft.times.size() == 1) {
      return own;
    }
    Set<String> order = new LinkedHashSet<>();
    order.add(first(model, own));
    draft.times.keySet().forEach(axis -> add(draft, axis, order));
    return List.copyOf(order);
  }

  /** The length of an axis is made of those before it. */
  private static void add(Draft draft, String axis, Set<String> order) {
    draft.times.get(axis).source().ifPresent(source -> add(draft, draft.time(source), order));
    draft.within(axis).ifPresent(outer -> add(draft, outer, order));
    order.add(axis);
  }

  /** The axes along which something varies, in that order. */
  static List<String> ordered(Elaborated model, Extent extent) {
    return of(model).stream().filter(extent::has).toList();
  }

  private static String first(Elaborated model, List<String> own) {
    Set<String> fed = new LinkedHashSet<>();
    for (Draft.FeedDeclaration feed : model.draft().feeds) {
      fed.addAll(model.extent(feed.input()).axes());
    }
    fed.retainAll(own);
    if (!fed.isEmpty()) {
      return fed.iterator().next();
    }
    Set<String> alone = new LinkedHashSet<>();
    Set<String> together = new LinkedHashSet<>();
    for (String output : model.draft().outputs.values()) {
      Set<String> axes = model.extent(output).axes();
      (axes.size() == 1 ? alone : together).addAll(axes);
    }
    // an axis that lies within another one has no first position of its own
    List<String> outer = own.stream().filter(axis -> model.draft().within(axis).isEmpty()).toList();
    return outer.stream()
        .filter(alone::contains)
        .reduce((a, b) -> b)
        .or(() -> outer.stream().filter(together::contains).findFirst())
        .orElseGet(() -> outer.get(outer.size() - 1));
  }
}
