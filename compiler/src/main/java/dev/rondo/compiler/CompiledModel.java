package dev.rondo.compiler;

import dev.rondo.compiler.differentiate.ForwardMode;
import dev.rondo.compiler.differentiate.ReverseMode;
import dev.rondo.compiler.emit.DefineClass;
import dev.rondo.compiler.emit.EmitClass;
import dev.rondo.compiler.emit.PrintBytecode;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.schedule.PrintPlan;
import dev.rondo.compiler.schedule.Schedule;
import dev.rondo.compiler.schedule.Scheduled;
import dev.rondo.compiler.schedule.WholeSequences;
import dev.rondo.compiler.simplify.CloseFeeds;
import dev.rondo.compiler.simplify.EliminateDead;
import dev.rondo.compiler.simplify.FixNumerics;
import dev.rondo.compiler.simplify.Simplify;
import dev.rondo.runtime.Model;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Signature;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A model with every size bound, its forward system frozen; programs are compiled when needed. */
public final class CompiledModel implements Model {
  private final Equations written;
  private final Equations forward;
  private final Precision precision;
  private final String source;
  private final Map<Purpose, Program> programs = new EnumMap<>(Purpose.class);

  /** {@code source}: what stack traces call the model's file. */
  CompiledModel(Equations written, Precision precision, String source) {
    this.source = source;
    this.written = written;
    this.forward = FixNumerics.fix(Simplify.simplify(written, Set.of()), Set.of());
    this.precision = precision;
  }

  @Override
  public Signature signature() {
    return written.signature();
  }

  @Override
  public Precision precision() {
    return precision;
  }

  /** The frozen forward system, from which every program starts. */
  public Equations forward() {
    return forward;
  }

  /** What a purpose computes: a part of the forward system, and its gradient where it has one. */
  public Equations equations(Purpose purpose) {
    return switch (purpose) {
      case PREDICT -> EliminateDead.keep(forward, r -> r.startsWith("output/"));
      case EVALUATE -> EliminateDead.keep(forward, r -> !r.startsWith("feed/"));
      case SAMPLE -> CloseFeeds.close(forward);
      case TRAIN -> gradient(EliminateDead.keep(forward, this::trains), false);
      case GRADIENTS -> gradient(EliminateDead.keep(forward, r -> !r.startsWith("feed/")), true);
    };
  }

  private boolean trains(String role) {
    return role.equals("loss")
        || forward.signature().terms().stream()
            .filter(Signature.Term::loss)
            .anyMatch(t -> role.equals("sum/" + t.name()) || role.equals("count/" + t.name()));
  }

  private static Equations gradient(Equations system, boolean ofInputs) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (Equation equation : system.equations()) {
      if (equation.node() instanceof Node.Parameter parameter && trained(system, parameter)) {
        wanted.put("gradient/" + parameter.path(), equation.name());
      } else if (ofInputs
          && equation.node() instanceof Node.Input input
          && real(system, input.name())) {
        wanted.put("input/" + input.name(), equation.name());
      }
    }
    Set<String> frozen = new HashSet<>(system.byName().keySet());
    Equations gradient = ReverseMode.differentiate(system, wanted);
    return FixNumerics.fix(Simplify.simplify(gradient, frozen), frozen);
  }

  private static boolean trained(Equations system, Node.Parameter parameter) {
    return system.signature().parameters().stream()
        .anyMatch(p -> p.path().equals(parameter.path()) && !p.fixed());
  }

  private static boolean real(Equations system, String input) {
    return system.signature().inputs().stream()
        .anyMatch(i -> i.name().equals(input) && i.kind() == Signature.Kind.REAL);
  }

  @Override
  public synchronized Program program(Purpose purpose) {
    return programs.computeIfAbsent(purpose, this::compile);
  }

  /**
   * The derivative of the loss along a direction, by forward mode: its only term is {@code
   * tangent}, its parameters are the model's and behind them, in the same order, the direction's.
   */
  public Program tangent() {
    Equations loss = EliminateDead.keep(forward, this::trains);
    Set<String> frozen = new HashSet<>(loss.byName().keySet());
    Equations tangent = ForwardMode.differentiate(loss);
    return compile(
        FixNumerics.fix(Simplify.simplify(tangent, frozen), frozen),
        wholeOnly(Purpose.TRAIN),
        "Tangent");
  }

  private Program compile(Purpose purpose) {
    return compile(equations(purpose), wholeOnly(purpose), word(purpose));
  }

  private Program compile(Equations system, String wholeOnly, String suffix) {
    Scheduled scheduled = Schedule.schedule(system, wholeOnly);
    String name = "dev.rondo.compiled." + signature().model() + suffix;
    byte[] bytes = EmitClass.emit(scheduled, precision, name.replace('.', '/'), source);
    return new Program(
        system.signature(), precision, scheduled.plan().get(), DefineClass.define(name, bytes));
  }

  private static String word(Purpose purpose) {
    return purpose.name().charAt(0) + purpose.name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** Why a purpose cannot run over a part of a sequence; empty if it can. */
  private String wholeOnly(Purpose purpose) {
    Equations part =
        EliminateDead.keep(
            forward,
            r ->
                switch (purpose) {
                  case TRAIN -> trains(r);
                  case PREDICT, SAMPLE -> r.startsWith("output/");
                  case EVALUATE, GRADIENTS -> !r.startsWith("feed/");
                });
    boolean streams = purpose == Purpose.PREDICT || purpose == Purpose.SAMPLE;
    return WholeSequences.reason(part, streams).orElse("");
  }

  /**
   * A late stage as text for people.
   *
   * @param stage {@code plan} or {@code bytecode}
   */
  public String dump(String stage, Purpose purpose) {
    Scheduled scheduled = Schedule.schedule(equations(purpose), wholeOnly(purpose));
    byte[] bytes =
        EmitClass.emit(scheduled, precision, signature().model() + word(purpose), source);
    return switch (stage) {
      case "plan" -> PrintPlan.print(scheduled, precision);
      case "bytecode" -> PrintBytecode.print(bytes);
      default -> throw new IllegalArgumentException("no stage " + stage);
    };
  }
}
