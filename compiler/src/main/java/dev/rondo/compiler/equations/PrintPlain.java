package dev.rondo.compiler.equations;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A right side without feature indices. */
final class PrintPlain extends PrintWriting {
  private final List<String> features;

  PrintPlain(PrintNode nodes, Equation equation) {
    super(nodes, equation);
    this.features = equation.features().stream().map(Index::name).toList();
  }

  private List<String> features(Read read) {
    if (of(read) == null) {
      throw new NeedsIndices();
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < of(read).indices().size() && i < read.indices().size(); i++) {
      if (of(read).indices().get(i).isFeature()) {
        names.add(read.indices().get(i));
      }
    }
    return names;
  }

  private void need(boolean holds) {
    if (!holds) {
      throw new NeedsIndices();
    }
  }

  private boolean aligned(Read read) {
    List<String> own = features(read);
    return own.isEmpty() || own.equals(features);
  }

  @Override
  Text text(Read read) {
    need(aligned(read));
    return anyText(read);
  }

  private Text anyText(Read read) {
    return nodes.folded.test(read.name()) ? nodes.hidden(of(read)) : Text.atom(read.name());
  }

  @Override
  Text bracket(Read read, String inside) {
    return Text.atom(text(read).at(Text.ATOM) + "[" + inside + "]");
  }

  @Override
  String index(String name) {
    return name;
  }

  @Override
  Text whole(Read read) {
    return anyText(read);
  }

  @Override
  Text product(Read a, Read b) {
    Text known = matrix(a, b);
    if (known == null) {
      known = matrix(b, a);
    }
    need(known != null);
    return known;
  }

  private Text matrix(Read a, Read b) {
    List<String> left = features(a);
    List<String> right = features(b);
    if (aligned(a) && aligned(b)) {
      return new Text(
          anyText(a).at(Text.PRODUCT) + " * " + anyText(b).at(Text.PRODUCT), Text.PRODUCT);
    }
    Set<String> shared = new LinkedHashSet<>(left);
    shared.retainAll(right);
    shared.removeAll(features);
    if (features.isEmpty() && left.equals(right)) {
      return left.size() == 1
          ? call("dot", List.of(anyText(a), anyText(b)))
          : Text.atom(
              "sum(" + anyText(a).at(Text.PRODUCT) + " * " + anyText(b).at(Text.PRODUCT) + ")");
    }
    if (shared.isEmpty() && left.size() == 1 && right.size() == 1) {
      return features.equals(List.of(left.get(0), right.get(0)))
          ? call("outer", List.of(anyText(a), anyText(b)))
          : null;
    }
    if (shared.size() != 1 || left.size() != 2 || right.size() > 2) {
      return null;
    }
    String sum = shared.iterator().next();
    String row = left.get(left.get(0).equals(sum) ? 1 : 0);
    List<String> result = new ArrayList<>(List.of(row));
    right.stream().filter(n -> !n.equals(sum)).forEach(result::add);
    if (!result.equals(features)) {
      return null;
    }
    String l = anyText(a).at(left.get(1).equals(sum) ? Text.MATRIX : Text.ATOM);
    String r = anyText(b).at(right.get(0).equals(sum) ? Text.MINUS : Text.ATOM);
    return new Text(
        l
            + (left.get(1).equals(sum) ? "" : "'")
            + " @ "
            + r
            + (right.get(0).equals(sum) ? "" : "'"),
        Text.MATRIX);
  }

  @Override
  List<String> overProduct(Node.Product product) {
    List<String> over = summed(product.a(), product.b());
    over.removeAll(features(product.a()));
    return over;
  }

  @Override
  public Text position(Node.Position node) {
    need(!features.contains(node.index()));
    return Text.atom(node.index());
  }

  @Override
  public Text reduce(Node.Reduce node) {
    List<String> over = summed(node.of());
    List<String> own = features(node.of());
    List<String> reduced = new ArrayList<>(over);
    reduced.retainAll(own);
    need(reduced.isEmpty() ? own.equals(features) : reduced.equals(own) && features.isEmpty());
    over.removeAll(reduced);
    String function = node.op().name().toLowerCase(Locale.ROOT);
    return Text.atom(
        function + "(" + anyText(node.of()).text() + over(over, node.descending()) + ")");
  }

  @Override
  public Text gather(Node.Gather node) {
    if (isTime(node.of(), node.index())) {
      return bracket(node.of(), node.index() + " = " + anyText(node.token()).text());
    }
    List<String> own = new ArrayList<>(features(node.of()));
    need(features(node.token()).isEmpty() && own.get(0).equals(node.index()));
    own.remove(0);
    need(own.equals(features));
    return Text.atom(anyText(node.of()).at(Text.ATOM) + "[" + anyText(node.token()).text() + "]");
  }

  @Override
  public Text scatter(Node.Scatter node) {
    List<String> whole = new ArrayList<>(List.of(node.index()));
    whole.addAll(features(node.of()));
    boolean time = equation.axes().contains(node.index());
    need(features(node.token()).isEmpty() && (time || whole.equals(features)));
    return Text.atom(
        "scatter("
            + anyText(node.of()).text()
            + (time ? ", " + node.index() + " = " : ", ")
            + anyText(node.token()).text()
            + over(summed(node.of(), node.token()), node.descending())
            + ")");
  }

  @Override
  public Text slice(Node.Slice node) {
    need(aligned(node.of()) && features.get(0).equals(node.index()));
    int end = node.from() + equation.features().get(0).size() - 1;
    return bracket(node.of(), node.from() + ".." + end);
  }

  @Override
  public Text concat(Node.Concat node) {
    need(features.size() == 1);
    return call("concat", node.parts().stream().map(this::text).toList());
  }
}
