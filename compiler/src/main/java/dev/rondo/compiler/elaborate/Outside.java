package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import java.util.Optional;

/** What a read outside the sequence gives. */
final class Outside {
  private Outside() {}

  /** The item that a shift or an end gives outside: its own, or the initial value of a state. */
  static Optional<String> of(Draft draft, Item item) {
    if (item.args().size() == 2 && item.form() instanceof Draft.Shift) {
      return Optional.of(item.arg(1));
    }
    if (item.form() instanceof Draft.Shift || item.form() instanceof Draft.End) {
      return Optional.ofNullable(draft.states.get(draft.resolve(item.arg(0))))
          .map(Draft.StateDeclaration::initial);
    }
    return Optional.empty();
  }
}
