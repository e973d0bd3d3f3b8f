package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The number of every size. */
final class BindSizes {
  private final Map<String, Size> values = new LinkedHashMap<>();

  private BindSizes() {}

  static BindSizes of(Draft draft, Map<String, Integer> bound) {
    BindSizes sizes = new BindSizes();
    Span at =
        draft.items.values().stream().findFirst().map(Draft.Item::span).orElse(null);
    for (Map.Entry<String, Optional<Size>> size : draft.sizes.entrySet()) {
      String name = size.getKey();
      Optional<Size> value =
          bound.containsKey(name)
              ? Optional.of(Size.of(bound.get(name)))
              : size.getValue().map(v -> v.replace(sizes.values));
      if (value.isEmpty() || value.get().value().isEmpty()) {
        throw new ModelException(
            List.of(
                new Diagnostic(
                    at,
                    "the size '" + name + "' of " + draft.model + " is not known",
                    "the data may give it; or say --size " + name + "=...")));
      }
      sizes.values.put(name, value.get());
    }
    return sizes;
  }

  int number(Size size) {
    OptionalInt value = size.replace(values).value();
    if (value.isEmpty()) {
      throw new IllegalStateException("the size " + size + " is not bound");
    }
    return value.getAsInt();
  }

  List<Integer> shape(List<Size> shape) {
    List<Integer> numbers = new ArrayList<>();
    shape.forEach(s -> numbers.add(number(s)));
    return numbers;
  }

  Map<String, Integer> all() {
    Map<String, Integer> all = new LinkedHashMap<>();
    values.forEach((name, size) -> all.put(name, number(size)));
    return all;
  }
}
