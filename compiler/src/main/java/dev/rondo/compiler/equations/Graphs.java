package dev.rondo.compiler.equations;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Strongly connected components. */
public final class Graphs {
  private Graphs() {}

  /**
   * The components of a graph given by its successors (unknown ones are ignored), a component after
   * all components that it points to; within a component in the order of the map. Tarjan 1972,
   * without recursion.
   */
  public static List<List<String>> components(Map<String, List<String>> successors) {
    List<String> order = new ArrayList<>(successors.keySet());
    Map<String, Integer> position = new HashMap<>();
    order.forEach(n -> position.put(n, position.size()));
    Map<String, Integer> number = new HashMap<>();
    Map<String, Integer> low = new HashMap<>();
    Set<String> stacked = new HashSet<>();
    Deque<String> stack = new ArrayDeque<>();
    List<List<String>> found = new ArrayList<>();
    for (String root : order) {
      if (number.containsKey(root)) {
        continue;
      }
      Deque<String> path = new ArrayDeque<>();
      Deque<Integer> next = new ArrayDeque<>();
      enter(root, number, low, stacked, stack, path, next);
      while (!path.isEmpty()) {
        String node = path.peek();
        List<String> out = successors.get(node);
        int i = next.pop();
        if (i < out.size()) {
          next.push(i + 1);
          String to = out.get(i);
          if (!successors.containsKey(to)) {
            continue;
          }
          if (!number.containsKey(to)) {
            enter(to, number, low, stacked, stack, path, next);
          } else if (stacked.contains(to)) {
            low.merge(node, number.get(to), Math::min);
          }
          continue;
        }
        path.pop();
        if (!path.isEmpty()) {
          low.merge(path.peek(), low.get(node), Math::min);
        }
        if (low.get(node).equals(number.get(node))) {
          List<String> group = new ArrayList<>();
          String member;
          do {
            member = stack.pop();
            stacked.remove(member);
            group.add(member);
          } while (!member.equals(node));
          group.sort(Comparator.comparing(position::get));
          found.add(group);
        }
      }
    }
    return found;
  }

  private static void enter(
      String node,
      Map<String, Integer> number,
      Map<String, Integer> low,
      Set<String> stacked,
      Deque<String> stack,
      Deque<String> path,
      Deque<Integer> next) {
    number.put(node, number.size());
    low.put(node, number.get(node));
    stacked.add(node);
    stack.push(node);
    path.push(node);
    next.push(0);
  }
}
