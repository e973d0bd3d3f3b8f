package dev.rondo.compiler.equations;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A right side with all feature indices, under the names that the line's left side gives them. */
final class PrintIndexed extends PrintWriting {
  private final Map<String, String> names;

  PrintIndexed(PrintNode nodes, Equation equation, Map<String, String> names) {
    super(nodes, equation);
    this.names = names;
  }

  /** The line's name of an index; a summed index gets one that is not taken. */
  @Override
  String index(String name) {
    String known = names.get(name);
    if (known == null) {
      Set<String> taken = new HashSet<>(names.values());
      known = name;
      for (int i = 2; taken.contains(known); i++) {
        known = name + i;
      }
      names.put(name, known);
    }
    return known;
  }

  private List<String> features(Read read, String except, String instead) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < read.indices().size(); i++) {
      String name = read.indices().get(i);
      if (of(read) == null || of(read).indices().get(i).isFeature()) {
        texts.add(name.equals(except) ? instead : index(name));
      }
    }
    return texts;
  }

  @Override
  Text text(Read read) {
    if (nodes.folded.test(read.name())) {
      Equation of = of(read);
      Map<String, String> inner = new HashMap<>();
      for (int i = 0; i < read.indices().size(); i++) {
        inner.put(of.indices().get(i).name(), index(read.indices().get(i)));
      }
      return of.node().accept(new PrintIndexed(nodes, of, inner));
    }
    return indexed(read, features(read, null, null));
  }

  private Text indexed(Read read, List<String> indices) {
    return Text.atom(
        indices.isEmpty() ? read.name() : read.name() + "[" + String.join(" ", indices) + "]");
  }

  @Override
  Text bracket(Read read, String inside) {
    Text of =
        of(read) != null
                && of(read).node() instanceof Node.Constant
                && nodes.folded.test(read.name())
            ? text(read)
            : indexed(read, features(read, null, null));
    return Text.atom(of.text() + "[" + inside + "]");
  }

  @Override
  Text product(Read a, Read b) {
    return new Text(text(a).at(Text.PRODUCT) + " * " + text(b).at(Text.PRODUCT), Text.PRODUCT);
  }

  @Override
  List<String> overProduct(Node.Product product) {
    return summed(product.a(), product.b()).stream().map(this::index).toList();
  }

  @Override
  public Text position(Node.Position node) {
    return Text.atom(index(node.index()));
  }

  @Override
  public Text reduce(Node.Reduce node) {
    List<String> over = summed(node.of()).stream().map(this::index).toList();
    String function = node.op().name().toLowerCase(Locale.ROOT);
    return Text.atom(function + "(" + text(node.of()).text() + over(over, node.descending()) + ")");
  }

  @Override
  public Text gather(Node.Gather node) {
    if (isTime(node.of(), node.index())) {
      return bracket(node.of(), index(node.index()) + " = " + text(node.token()).text());
    }
    List<String> indices = features(node.of(), node.index(), text(node.token()).text());
    if (nodes.folded.test(node.of().name())) {
      return Text.atom(
          "("
              + text(node.of()).text()
              + ")["
              + index(node.index())
              + " = "
              + text(node.token()).text()
              + "]");
    }
    return indexed(node.of(), indices);
  }

  @Override
  public Text scatter(Node.Scatter node) {
    List<String> over = summed(node.of(), node.token()).stream().map(this::index).toList();
    return Text.atom(
        "scatter("
            + text(node.of()).text()
            + ", "
            + index(node.index())
            + " = "
            + text(node.token()).text()
            + over(over, node.descending())
            + ")");
  }

  @Override
  public Text slice(Node.Slice node) {
    String moved = index(node.index()) + (node.from() == 0 ? "" : "+" + node.from());
    return indexed(node.of(), features(node.of(), node.index(), moved));
  }

  @Override
  public Text concat(Node.Concat node) {
    List<Text> parts = new ArrayList<>(node.parts().stream().map(this::text).toList());
    parts.add(Text.atom("along " + index(node.index())));
    return call("concat", parts);
  }
}
