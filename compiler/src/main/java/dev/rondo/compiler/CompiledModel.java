package dev.rondo.compiler;

import dev.rondo.compiler.emit.DefineClass;
import dev.rondo.compiler.emit.PrintBytecode;
import dev.rondo.compiler.emit.Shape;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.schedule.CountCost;
import dev.rondo.compiler.schedule.FindLimits;
import dev.rondo.compiler.schedule.PrintPlan;
import dev.rondo.compiler.schedule.Scheduled;
import dev.rondo.compiler.simplify.CloseFeeds;
import dev.rondo.compiler.simplify.EliminateDead;
import dev.rondo.compiler.simplify.ResolveChance;
import dev.rondo.runtime.Chance;
import dev.rondo.runtime.Cost;
import dev.rondo.runtime.Model;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Program;
import dev.rondo.runtime.Purpose;
import dev.rondo.runtime.Signature;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A model with every size bound, its forward system frozen; programs are compiled when needed. */
public final class CompiledModel implements Model {
  private static final String PACKAGE = "dev.rondo.compiled.";

  private final Equations forward;
  private final Signature signature;
  private final Precision precision;
  private final Shape shape;
  private final String source;
  private final Map<Purpose, Program> programs = new EnumMap<>(Purpose.class);

  /** {@code source}: what stack traces call the model's file. */
  CompiledModel(Equations written, Precision precision, String source) {
    this(Road.forward(written), precision, Shape.fastest(precision), source);
  }

  private CompiledModel(Equations forward, Precision precision, Shape shape, String source) {
    this.forward = forward;
    this.signature = ResolveChance.withoutDraws(forward.signature());
    this.precision = precision;
    this.shape = shape;
    this.source = source;
  }

  /**
   * The same model, to the same bits, with other vectors than the machine's.
   *
   * @param lanes how many numbers a vector has: 4, 8 or 16, where the JVM has {@code
   *     jdk.incubator.vector}; 0: plain loops
   * @throws IllegalArgumentException if there are no such vectors: doubles have none
   */
  public CompiledModel vectors(int lanes) {
    if (lanes != 0 && precision == Precision.F64) {
      throw new IllegalArgumentException("no vectors of doubles");
    }
    return new CompiledModel(forward, precision, new Shape(lanes), source);
  }

  @Override
  public Signature signature() {
    return signature;
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
    Equations part = part(purpose);
    return switch (purpose) {
      case PREDICT, EVALUATE -> Road.values(part);
      case SAMPLE -> Road.values(CloseFeeds.close(part));
      case TRAIN -> Road.gradient(part, wanted(part, false));
      case GRADIENTS -> Road.gradient(part, wanted(part, true));
    };
  }

  /** What a purpose needs of the forward system. */
  private Equations part(Purpose purpose) {
    return part(purpose, purpose == Purpose.TRAIN);
  }

  private Equations part(Purpose purpose, boolean drawn) {
    Equations part =
        EliminateDead.keep(
            forward,
            role ->
                switch (purpose) {
                  case PREDICT -> role.startsWith("output/");
                  case SAMPLE -> role.startsWith("output/") || role.startsWith("feed/");
                  case EVALUATE, GRADIENTS -> !role.startsWith("feed/");
                  case TRAIN -> isLoss(role);
                });
    return ResolveChance.resolve(part, drawn);
  }

  private boolean isLoss(String role) {
    return role.equals("loss")
        || signature().terms().stream()
            .filter(Signature.Term::loss)
            .anyMatch(t -> role.equals("sum/" + t.name()) || role.equals("count/" + t.name()));
  }

  /** The leaves of a gradient: trained parameters and, if asked for, real inputs. */
  private static Map<String, String> wanted(Equations system, boolean inputs) {
    Signature signature = system.signature();
    Map<String, String> wanted = new LinkedHashMap<>();
    for (Equation equation : system.equations()) {
      if (equation.node() instanceof Node.Parameter parameter
          && signature.parameters().stream()
              .anyMatch(p -> p.path().equals(parameter.path()) && !p.fixed())) {
        wanted.put("gradient/" + parameter.path(), equation.name());
      } else if (inputs
          && equation.node() instanceof Node.Input input
          && !Chance.isDrawn(input.name())
          && signature.inputs().stream()
              .anyMatch(i -> i.name().equals(input.name()) && i.kind() == Signature.Kind.REAL)) {
        wanted.put("input/" + input.name(), equation.name());
      }
    }
    return wanted;
  }

  @Override
  public synchronized Program program(Purpose purpose) {
    return programs.computeIfAbsent(purpose, this::kept);
  }

  /** From a file, if the same was compiled before. */
  private Program kept(Purpose purpose) {
    Optional<KeepClasses> classes = KeepClasses.here();
    String name = PACKAGE + signature().model() + word(purpose);
    String key = classes.map(c -> c.key(purpose, precision, shape, source, forward)).orElse("");
    return classes
        .flatMap(c -> c.find(key, name))
        .orElseGet(
            () -> {
              Compiled compiled = compile(equations(purpose), limits(purpose), name);
              classes.ifPresent(c -> c.keep(key, compiled.program(), name, compiled.code()));
              return compiled.program();
            });
  }

  /**
   * The derivative of the loss along a direction, by forward mode: its only term is {@code
   * tangent}, its parameters are the model's and behind them, in the same order, the direction's.
   * Noise is what it is outside training, as for the gradients of {@link Purpose#GRADIENTS}.
   */
  public Program tangent() {
    String name = PACKAGE + signature().model() + "Tangent";
    Equations system = Road.tangent(part(Purpose.TRAIN, false));
    return compile(system, limits(Purpose.TRAIN), name).program();
  }

  /**
   * The class of a purpose, under another name.
   *
   * @param name internal, such as {@code com/acme/Name}
   */
  public byte[] code(Purpose purpose, String name) {
    Scheduled scheduled = Road.plan(equations(purpose), limits(purpose));
    return Road.code(scheduled, precision, shape, name, source);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Compiled(Program program, byte[] code) {}

  private Compiled compile(Equations system, Plan.Limits limits, String name) {
    Scheduled scheduled = Road.plan(system, limits);
    byte[] code = Road.code(scheduled, precision, shape, name, source);
    return new Compiled(
        new Program(
            system.signature(), precision, scheduled.plan().get(), DefineClass.define(name, code)),
        code);
  }

  private static String word(Purpose purpose) {
    return purpose.name().charAt(0) + purpose.name().substring(1).toLowerCase(Locale.ROOT);
  }

  /** How the program of a purpose cannot be run. */
  private Plan.Limits limits(Purpose purpose) {
    boolean soFar = purpose == Purpose.PREDICT || purpose == Purpose.SAMPLE;
    return FindLimits.find(part(purpose), soFar);
  }

  /** The plan of a purpose as text for people. */
  public String plan(Purpose purpose) {
    return PrintPlan.print(planned(purpose), precision);
  }

  /** How many operations and bytes the plan of a purpose makes. */
  public Cost cost(Purpose purpose) {
    return CountCost.count(planned(purpose), precision);
  }

  private Scheduled planned(Purpose purpose) {
    Scheduled scheduled = Road.plan(equations(purpose), limits(purpose));
    // the emitter asks for the matrices that products need
    Road.code(scheduled, precision, shape, signature().model(), source);
    return scheduled;
  }

  /** The class of a purpose, instruction by instruction. */
  public String bytecode(Purpose purpose) {
    return PrintBytecode.print(code(purpose, signature().model() + word(purpose)));
  }
}
