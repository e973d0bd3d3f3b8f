package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomScope.Token;
import dev.rondo.tests.random.RandomScope.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The losses and outputs of a random model over several axes. */
final class RandomTimesResults {
  private final RandomTimes times;
  private final RandomScope model;
  private final List<String> results = new ArrayList<>();

  RandomTimesResults(RandomTimes times) {
    this.times = times;
    this.model = times.model;
  }

  List<String> results() {
    int before = model.members.size();
    // a model streams along an axis along which an output varies alone
    output("o0", Set.of(RandomScope.FIRST));
    int outputs = 1 + model.random.nextInt(3);
    for (int i = 1; i <= outputs; i++) {
      Set<String> over = over();
      output("o" + i, times.whole || !over.equals(Set.of("s")) ? over : Set.of(RandomScope.FIRST));
    }
    int losses = 1 + model.random.nextInt(3);
    for (int i = 1; i <= losses; i++) {
      loss(i);
    }
    List<String> made = new ArrayList<>(model.members.subList(before, model.members.size()));
    model.members.subList(before, model.members.size()).clear();
    made.addAll(results);
    return made;
  }

  private Set<String> over() {
    return model.pick(new ArrayList<>(times.extents()));
  }

  private void output(String name, Set<String> over) {
    Value value = times.newest(over, -1).orElseThrow();
    String e = value.text();
    if (model.chance(0.4)) {
      e += " + " + times.of(over, value.shape(), 2);
    }
    results.add("output " + name + " = " + e);
  }

  private String number(Value value) {
    return value.shape().isEmpty() ? value.text() : "sum(" + value.text() + ")";
  }

  private void loss(int number) {
    Set<String> over = over();
    Value value = times.newest(over, -1).orElseThrow();
    List<Token> tokens = times.tokens(over);
    String e;
    if (value.shape().size() == 1 && !tokens.isEmpty() && model.chance(0.4)) {
      e = "cross_entropy(Linear[V](" + value.text() + "), " + model.pick(tokens).name() + ")";
    } else if (over.isEmpty()) {
      e = "squared_error(" + number(value) + ", 0.3)";
    } else {
      String axis = model.pick(times.delays(over));
      String target = times.time(axis).vector() + model.pick("", "[" + axis + "+1]");
      e = "squared_error(" + number(value) + ", " + target + "[0] + 0.0173)";
    }
    // a term that varies over no step counts once a window
    boolean windowed = over.stream().anyMatch(a -> times.time(a).source().equals("t"));
    String name = windowed ? "l" + number : "regular" + number;
    if (over.size() == 1 && times.free(over.iterator().next()) && model.chance(0.3)) {
      String axis = over.iterator().next();
      e = model.pick("mean", "sum") + "(" + e + ", over " + axis + ")";
    } else if (!over.isEmpty() && model.chance(0.25)) {
      String positions = String.join(" + ", over);
      // the condition varies over all of them, and so must the value, whatever it became
      e += " + 0 * " + times.scope(over).anchor;
      e +=
          model.pick(
              " when mod(" + positions + ", 2) == 1",
              " when " + positions + " > 0",
              " when " + times.scope(over).anchor + " > 0.0311");
    }
    results.add((number == 1 || model.chance(0.85) ? "loss " : "metric ") + name + " = " + e);
  }
}
