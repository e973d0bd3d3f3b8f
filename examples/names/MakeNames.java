import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes names and their nationalities as JSON lines: those of a folder with a file a nationality
 * ({@code Arabic.txt}, a name a line), or without a folder sample.jsonl's invented ones.
 */
class MakeNames {
  private record Rule(String nationality, String beginnings, String middles, String ends) {}

  /** Sounds, not names: what comes out was never anybody's on purpose. */
  private static final List<Rule> RULES =
      List.of(
          new Rule("Arabic", "Ha Sa Na Ma Ka Ba", "l r m d b", "oun ari eeb adi awi"),
          new Rule("Chinese", "Zh X Q Ch Sh L", "a e ia ua o", "ng n o u"),
          new Rule("Czech", "Hr Kr Ja Pro Vo Sv", "ba de cha li ma", "cek sky cka nek"),
          new Rule("Dutch", "Van-d Van-h Ro Ko Me Sch", "oo ij aa ie uy", "ker man sen stra"),
          new Rule("English", "Har Wood Bent Ash Thorn Black", "ing le er wi", "ton ley ford well"),
          new Rule("French", "Beau Du La De Char Mon", "mo pre lle vi ro", "ieux eau ard ois"),
          new Rule("German", "Schw Kr Br Stein Wald Gr", "ei au oe ue", "mann bach er stadt"),
          new Rule("Greek", "Pap Kal Geor Stav Dim", "ado ogi oni ako", "poulos akis idis os"),
          new Rule("Irish", "O'Ca O'Do Mac-Ma O'Re Fi", "lla nne rra gha", "han gan ghty nn"),
          new Rule("Italian", "Bru Mar Gio Ros Pel Fer", "na ti ve chi lu", "elli ini etti ucci"),
          new Rule("Japanese", "Ka Mi Ta Yo Shi Ha", "ma no wa shi ku", "moto yama ki da"),
          new Rule("Korean", "Y Ch S H G", "oo u eo ae", "ng n k"),
          new Rule("Polish", "Wo Ka Szcz Pr Le", "jci zmie ani ybyl wan", "owski czyk icz ak"),
          new Rule("Portuguese", "Fer Al Mo Pe Car", "rei mei va rva", "ra da eiro lho"),
          new Rule("Russian", "Iv Zhu Bo Mi Kor Pav", "ano kha rzo sha le", "v vsky lov chenko"),
          new Rule("Scottish", "Mac-Do Mac-Ke Camp Stu Fra", "nal nzi be ro", "d e ll ser"),
          new Rule("Spanish", "Go Ra Her Ji Val", "nza mi nan me de", "lez rez dez ro"),
          new Rule("Vietnamese", "Ng Tr Ph D V", "uye i a o", "n nh m u"));

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    if (arguments.length == 0) {
      invented(out);
    } else {
      published(Path.of(arguments[0]), out);
    }
    out.flush();
  }

  private static void published(Path folder, PrintStream out) throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> file.getFileName().toString().matches("[A-Z][a-z]+\\.txt"))
          .forEach(file -> files.put(file.getFileName().toString().replace(".txt", ""), file));
    }
    for (String nationality : files.keySet()) {
      for (String name : Files.readAllLines(files.get(nationality))) {
        if (!name.isBlank()) {
          write(out, name.strip(), nationality);
        }
      }
    }
  }

  private static void invented(PrintStream out) {
    Random random = new Random(1);
    for (Rule rule : RULES) {
      Set<String> names = new LinkedHashSet<>();
      for (int i = 0; i < 60; i++) {
        String name =
            pick(rule.beginnings, random) + pick(rule.middles, random) + pick(rule.ends, random);
        names.add(name.replace('-', ' '));
      }
      names.forEach(name -> write(out, name, rule.nationality));
    }
  }

  private static String pick(String parts, Random random) {
    String[] each = parts.split(" ");
    return each[random.nextInt(each.length)];
  }

  private static void write(PrintStream out, String name, String nationality) {
    String quoted = name.replace("\\", "\\\\").replace("\"", "\\\"");
    out.print("{\"name\": \"" + quoted + "\", \"nationality\": \"" + nationality + "\"}\n");
  }
}
