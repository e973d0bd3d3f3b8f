package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Syntax records as nested lists that compare equal wherever they were written. */
final class WithoutSpans {
  private WithoutSpans() {}

  static Object of(Object value) {
    if (value instanceof Span || value instanceof Source) {
      return "";
    } else if (value instanceof List<?> list) {
      return list.stream().map(WithoutSpans::of).toList();
    } else if (value instanceof Optional<?> optional) {
      return optional.map(WithoutSpans::of);
    } else if (value instanceof Record) {
      List<Object> parts = new ArrayList<>();
      parts.add(value.getClass().getSimpleName());
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        try {
          parts.add(of(component.getAccessor().invoke(value)));
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      }
      return parts;
    }
    return value;
  }
}
