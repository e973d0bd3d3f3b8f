package dev.rondo.tests.random;

import dev.rondo.tests.random.RandomProgram.Block;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds a smaller program that still fails: leaves out blocks, members and sequences, and puts
 * parts of expressions in the place of the whole. What does not compile any more does not count, so
 * none of this needs to know types.
 */
public final class Shrink {
  private static final int TRIES = 3000;

  private final Predicate<RandomProgram> fails;
  private int tries;
  private RandomProgram best;

  private Shrink(RandomProgram program, Predicate<RandomProgram> fails) {
    this.best = program;
    this.fails = fails;
  }

  public static RandomProgram shrink(RandomProgram program, Predicate<RandomProgram> fails) {
    Shrink shrink = new Shrink(program, fails);
    shrink.run();
    return shrink.best;
  }

  private void run() {
    boolean smaller = true;
    while (smaller && tries < TRIES) {
      smaller = sequences();
      smaller |= blocks();
      smaller |= members();
      smaller |= expressions();
    }
  }

  private boolean accept(RandomProgram candidate) {
    if (tries >= TRIES) {
      return false;
    }
    tries++;
    if (fails.test(candidate)) {
      best = candidate;
      return true;
    }
    return false;
  }

  private boolean sequences() {
    boolean any = false;
    for (int i = best.lengths().size() - 1; i >= 0; i--) {
      List<Integer> fewer = new ArrayList<>(best.lengths());
      fewer.remove(i);
      any |= accept(best.withLengths(fewer));
    }
    for (int i = 0; i < best.lengths().size(); i++) {
      List<Integer> shorter = new ArrayList<>(best.lengths());
      while (shorter.get(i) > 0) {
        shorter.set(i, shorter.get(i) - 1);
        if (!accept(best.withLengths(shorter))) {
          break;
        }
        any = true;
      }
    }
    return any;
  }

  private boolean blocks() {
    boolean any = false;
    for (int i = best.blocks().size() - 2; i >= 0; i--) {
      any |= accept(best.withoutBlock(i));
    }
    return any;
  }

  private boolean members() {
    boolean any = false;
    for (int b = best.blocks().size() - 1; b >= 0; b--) {
      // halves first: most of a program has nothing to do with its failure
      for (int length = best.blocks().get(b).members().size() / 2; length > 0; length /= 2) {
        for (int i = best.blocks().get(b).members().size() - length; i >= 0; i--) {
          Block block = best.blocks().get(b);
          if (i + length <= block.members().size()) {
            List<String> fewer = new ArrayList<>(block.members());
            fewer.subList(i, i + length).clear();
            any |= accept(best.withBlock(b, new Block(block.head(), fewer)));
          }
        }
      }
    }
    return any;
  }

  private boolean expressions() {
    boolean any = false;
    for (int b = 0; b < best.blocks().size(); b++) {
      for (int m = 0; m < best.blocks().get(b).members().size(); m++) {
        any |= expressions(b, m);
      }
    }
    return any;
  }

  private boolean expressions(int b, int m) {
    boolean any = false;
    boolean smaller = true;
    while (smaller) {
      smaller = false;
      Block block = best.blocks().get(b);
      for (String simpler : simpler(block.members().get(m))) {
        List<String> members = new ArrayList<>(block.members());
        members.set(m, simpler);
        if (accept(best.withBlock(b, new Block(block.head(), members)))) {
          smaller = true;
          any = true;
          break;
        }
      }
    }
    return any;
  }

  /** A member's text with one bracketed part replaced by a part of it, shortest first. */
  static List<String> simpler(String member) {
    Set<String> found = new LinkedHashSet<>();
    int start = member.indexOf("= ") + 2;
    if (start < 2) {
      return List.of();
    }
    for (String part : parts(member.substring(start))) {
      found.add(member.substring(0, start) + part);
    }
    for (int open = member.indexOf('(', start); open >= 0; open = member.indexOf('(', open + 1)) {
      int close = closing(member, open);
      if (close < 0) {
        break;
      }
      int word = open;
      while (word > start && Character.isLetterOrDigit(member.charAt(word - 1))) {
        word--;
      }
      String inside = member.substring(open + 1, close);
      List<String> parts = new ArrayList<>(parts(inside));
      parts.add(inside);
      for (String part : parts) {
        found.add(member.substring(0, word) + part + member.substring(close + 1));
        found.add(member.substring(0, word) + "(" + part + ")" + member.substring(close + 1));
      }
    }
    found.remove(member);
    List<String> list = new ArrayList<>(found);
    list.removeIf(s -> s.length() >= member.length());
    list.sort((a, b) -> Integer.compare(a.length(), b.length()));
    return list;
  }

  /** The operands of the outermost commas and operators. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
      boolean operator =
          depth == 0
              && i > 0
              && i + 1 < text.length()
              && text.charAt(i + 1) == ' '
              && (c == ',' || (text.charAt(i - 1) == ' ' && "+-*/@<>".indexOf(c) >= 0));
      if (operator) {
        parts.add(text.substring(from, i).strip());
        parts.add(text.substring(i + 1).strip());
        from = i + 1;
      }
    }
    if (!parts.isEmpty()) {
      parts.add(text.substring(from).strip());
    }
    return parts;
  }

  private static int closing(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
