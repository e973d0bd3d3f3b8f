package dev.rondo.compiler.equations;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Strongly connected components. */
public final class Graphs {
  /** By node: the nodes that it points to. */
  private final int[][] successors;

  /** By node: when it was entered, and the first entered one of its component; 0 before. */
  private final int[] number;

  private final int[] low;
  private final boolean[] stacked;
  private final int[] stack;
  private int height;
  private int entered;

  /** The way to the node in hand, and which of its successors is next. */
  private final int[] path;

  private final int[] next;
  private int depth;

  private Graphs(int[][] successors) {
    int size = successors.length;
    this.successors = successors;
    this.number = new int[size];
    this.low = new int[size];
    this.stacked = new boolean[size];
    this.stack = new int[size];
    this.path = new int[size];
    this.next = new int[size];
  }

  /**
   * The components of a graph given by its successors (unknown ones are ignored), a component after
   * all components that it points to; within a component in the order of the map. Tarjan 1972,
   * without recursion.
   */
  public static List<List<String>> components(Map<String, List<String>> successors) {
    List<String> names = new ArrayList<>(successors.keySet());
    // by number: a system has thousands of names, and is taken apart again and again
    Map<String, Integer> position = new HashMap<>();
    names.forEach(n -> position.put(n, position.size()));
    int[][] edges = new int[names.size()][];
    for (int i = 0; i < edges.length; i++) {
      edges[i] =
          successors.get(names.get(i)).stream()
              .mapToInt(to -> position.getOrDefault(to, -1))
              .filter(to -> to >= 0)
              .toArray();
    }
    return new Graphs(edges)
        .run().stream().map(c -> Arrays.stream(c).mapToObj(names::get).toList()).toList();
  }

  private List<int[]> run() {
    List<int[]> found = new ArrayList<>();
    for (int root = 0; root < successors.length; root++) {
      if (number[root] > 0) {
        continue;
      }
      enter(root);
      while (depth > 0) {
        int node = path[depth - 1];
        if (next[depth - 1] < successors[node].length) {
          int to = successors[node][next[depth - 1]++];
          if (number[to] == 0) {
            enter(to);
          } else if (stacked[to]) {
            low[node] = Math.min(low[node], number[to]);
          }
          continue;
        }
        depth--;
        if (depth > 0) {
          low[path[depth - 1]] = Math.min(low[path[depth - 1]], low[node]);
        }
        if (low[node] == number[node]) {
          found.add(component(node));
        }
      }
    }
    return found;
  }

  private void enter(int node) {
    entered++;
    number[node] = entered;
    low[node] = entered;
    stacked[node] = true;
    stack[height++] = node;
    path[depth] = node;
    next[depth++] = 0;
  }

  private int[] component(int node) {
    int end = height;
    int member;
    do {
      member = stack[--height];
      stacked[member] = false;
    } while (member != node);
    int[] all = Arrays.copyOfRange(stack, height, end);
    Arrays.sort(all);
    return all;
  }
}
