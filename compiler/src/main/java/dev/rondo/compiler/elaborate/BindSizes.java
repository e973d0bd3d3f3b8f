package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
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
    List<Diagnostic> unknown = new ArrayList<>();
    for (Map.Entry<String, Optional<Size>> size : draft.sizes.entrySet()) {
      String name = size.getKey();
      Optional<Size> value =
          bound.containsKey(name)
              ? Optional.of(Size.of(bound.get(name)))
              : size.getValue().map(v -> v.replace(sizes.values));
      if (value.isEmpty() || value.get().value().isEmpty()) {
        unknown.add(
            new Diagnostic(
                draft.places.get(name),
                "nothing says how large " + name + " is",
                "give it a value here, " + name + " = 64, or with --size " + name + "=64"));
      } else {
        sizes.values.put(name, value.get());
      }
    }
    if (!unknown.isEmpty()) {
      throw new ModelException(unknown);
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
