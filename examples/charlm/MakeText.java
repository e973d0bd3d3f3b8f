import java.util.List;
import java.util.Map;
import java.util.Random;

/** Writes input.txt: a harbour master's diary, out of a small grammar. */
class MakeText {
  private static final Map<String, List<String>> RULES =
      Map.ofEntries(
          Map.entry(
              "entry",
              List.of(
                  "<day>, <wind>.\n<sentence>\n<sentence>\n",
                  "<day>, <wind>.\n<sentence>\n<sentence>\n<sentence>\n",
                  "<day>, <wind>.\n<sentence>\n<talk>\n",
                  "<day>, <wind>.\n<talk>\n<sentence>\n<talk>\n")),
          Map.entry(
              "day",
              List.of(
                  "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")),
          Map.entry(
              "wind",
              List.of(
                  "wind from the <side>",
                  "a <strength> wind from the <side>",
                  "no wind at all",
                  "fog until <hour>",
                  "rain and a <strength> wind")),
          Map.entry("side", List.of("north", "south", "east", "west", "north-west", "south-east")),
          Map.entry("strength", List.of("light", "fresh", "strong", "warm", "cold")),
          Map.entry("hour", List.of("six", "seven", "nine", "noon", "three", "the evening")),
          Map.entry(
              "sentence",
              List.of(
                  "The <ship> came in at <hour> with <cargo>.",
                  "The <ship> left for <town> with <cargo>, and <person> was not on board.",
                  "At <hour> the <ship> and the <ship> lay side by side at the <place>.",
                  "<Person> waited at the <place> until <hour> for <cargo>.",
                  "Nothing came in but the <ship>, and she carried only <cargo>.",
                  "<Person> counted the <things> at the <place> and found <number> too few.",
                  "In the evening <person> and <person> mended <things> by the <place>.",
                  "When the tide turned, the <ship> was the first to leave.")),
          Map.entry(
              "talk",
              List.of(
                  "\"Is that the <ship>?\" asked <person>. \"It is,\" said <person>.",
                  "\"How many <things>?\" I asked. \"<Number>,\" said <person>, \"and no more.\"",
                  "<Person> said: \"<sentence>\" I wrote it down.",
                  "\"Never sail to <town> on a <day>,\" said <person>, who never sails at all.")),
          Map.entry(
              "ship",
              List.of("Marigold", "Patience", "Old Swan", "Three Sisters", "Heron", "Lantern")),
          Map.entry(
              "town", List.of("Ostwick", "Karrenholm", "Saint Bride", "Lower Meer", "Tannery Bay")),
          Map.entry(
              "cargo",
              List.of(
                  "salt and rope",
                  "<number> barrels of herring",
                  "oranges for <town>",
                  "timber from <town>",
                  "<number> sheep",
                  "letters and a piano",
                  "coal")),
          Map.entry("place", List.of("lighthouse", "long pier", "net loft", "slipway", "crane")),
          Map.entry("things", List.of("nets", "ropes", "lamps", "crates", "sails", "buoys")),
          Map.entry(
              "person", List.of("Anna", "the pilot", "old Jory", "my brother", "Mrs. Penhale")),
          Map.entry("number", List.of("two", "three", "four", "five", "seven", "twelve", "forty")));

  private final Random random = new Random(1);

  private String expand(String rule) {
    boolean capital = Character.isUpperCase(rule.charAt(0));
    List<String> choices = RULES.get(rule.toLowerCase(java.util.Locale.ROOT));
    String text = choices.get(random.nextInt(choices.size()));
    StringBuilder result = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('<', at);
      if (open < 0) {
        result.append(text.substring(at));
        break;
      }
      int close = text.indexOf('>', open);
      result.append(text, at, open).append(expand(text.substring(open + 1, close)));
      at = close + 1;
    }
    if (capital) {
      result.setCharAt(0, Character.toUpperCase(result.charAt(0)));
    }
    return result.toString();
  }

  public static void main(String[] arguments) {
    MakeText maker = new MakeText();
    StringBuilder text = new StringBuilder();
    while (text.length() < 60_000) {
      text.append(maker.expand("entry")).append('\n');
    }
    System.out.print(text);
  }
}
