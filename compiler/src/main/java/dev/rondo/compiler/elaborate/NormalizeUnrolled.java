package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.elaborate.Draft.Item;
import dev.rondo.compiler.equations.Index;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The equations of one item of a recurrence along an axis of fixed length. */
final class NormalizeUnrolled {
  private static final int MOST = 64;

  private final Normalize pass;
  private final Item item;
  private final Unrolled unrolled;
  private final int length;

  NormalizeUnrolled(Normalize pass, Item item, Unrolled unrolled) {
    this.pass = pass;
    this.item = item;
    this.unrolled = unrolled;
    this.length = pass.axis(unrolled.axis()).size();
    if (length > MOST) {
      throw new ModelException(
          List.of(
              new Diagnostic(
                  item.span(),
                  "a recurrence along %s is written out: at most %d positions, and here are %d"
                      .formatted(unrolled.axis(), MOST, length))));
    }
  }

  /** One for each position, and all of them side by side. */
  void convert() {
    List<Index> all = pass.indices(item.name());
    List<Read> parts = new ArrayList<>();
    for (int p = 0; p < length; p++) {
      Normalize at = pass.at(unrolled.at(p));
      if (item.form() instanceof Draft.Shift shift && shift.axis().equals(unrolled.axis())) {
        shifted(at, shift, p);
      } else {
        at.convert(item);
      }
      Read value = at.read(item.name());
      List<Index> one = Normalize.part(all, unrolled.axis(), 1);
      Node part = new Node.Reshape(value);
      parts.add(pass.fresh(one, pass.domain(item.name()), part, item.span()).read());
    }
    Node whole = new Node.Concat(parts, unrolled.axis());
    pass.add(pass.name(item.name()), all, pass.domain(item.name()), whole, item.span());
  }

  private void shifted(Normalize at, Draft.Shift shift, int position) {
    int source = position - shift.by();
    Optional<String> outside = Outside.of(pass.draft, item);
    Read of;
    if (source >= 0 && source < length) {
      of = pass.at(unrolled.at(source)).read(item.arg(0));
    } else {
      of = outside.map(at::read).orElseGet(() -> pass.constant(0).read());
    }
    Node copy = new Node.Elementwise(Op.COPY, List.of(of));
    String name = item.name();
    at.add(at.name(name), at.indices(name), at.domain(name), copy, item.span());
  }
}
