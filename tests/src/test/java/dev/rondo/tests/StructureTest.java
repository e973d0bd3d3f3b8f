package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.compiler.CompiledModel;
import dev.rondo.compiler.equations.Equation;
import dev.rondo.compiler.equations.Node;
import dev.rondo.compiler.equations.Op;
import dev.rondo.compiler.equations.Read;
import dev.rondo.compiler.schedule.FuseElementwise;
import dev.rondo.compiler.schedule.Region;
import dev.rondo.compiler.schedule.Schedule;
import dev.rondo.compiler.schedule.Scheduled;
import dev.rondo.compiler.schedule.Statement;
import dev.rondo.compiler.schedule.Statement.Kernel;
import dev.rondo.compiler.schedule.Statement.Multiply;
import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Purpose;
import dev.rondo.tests.random.Passes;
import dev.rondo.tests.random.RandomRun;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That plans and classes are as an expert would write them by hand. */
class StructureTest {
  private static final int UNITS = 11;
  private static final int WIDTH = 7;

  /** HotSpot compiles no method that is larger. */
  private static final int HUGE_METHOD = 8000;

  /** A cell, its gates, and what each step of it needs. */
  enum Cell {
    LSTM(4, 3, 2),
    GRU(3, 2, 1);

    private final int gates;
    private final int sigmoids;
    private final int tanhs;

    Cell(int gates, int sigmoids, int tanhs) {
      this.gates = gates;
      this.sigmoids = sigmoids;
      this.tanhs = tanhs;
    }

    Scheduled scheduled() {
      return schedule(name() + "[%d](x)".formatted(UNITS), Purpose.TRAIN);
    }
  }

  private static CompiledModel model(String application) {
    return NamedRun.compile(
        """
        model Structure {
          input x: [%d] over t
          y = %s
          loss sum(squared_error(Linear[%d](y), x[t+1]))
          output y
        }
        """
            .formatted(WIDTH, application, WIDTH),
        Map.of(),
        Precision.F32);
  }

  private static Scheduled schedule(String application, Purpose purpose) {
    return Schedule.schedule(model(application).equations(purpose), Plan.Limits.NONE);
  }

  private static List<Region> loops(Scheduled scheduled, int direction) {
    return scheduled.regions().stream().filter(r -> r.direction() == direction).toList();
  }

  private static List<Multiply> products(Region region) {
    return Stream.of(region)
        .flatMap(r -> r.statements().stream())
        .filter(Multiply.class::isInstance)
        .map(Multiply.class::cast)
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void oneLoopForwardAndOneBackward(Cell cell) {
    Scheduled scheduled = cell.scheduled();
    assertThat(loops(scheduled, 1)).hasSize(1);
    assertThat(loops(scheduled, -1)).hasSize(1);
    assertThat(loops(schedule(cell.name() + "[5](x)", Purpose.PREDICT), 1)).hasSize(1);
    assertThat(loops(schedule(cell.name() + "[5](x)", Purpose.PREDICT), -1)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void theInputsProductIsOneBeforeTheLoop(Cell cell) {
    Scheduled scheduled = cell.scheduled();
    for (Region region : scheduled.regions()) {
      if (region.direction() != 0) {
        assertThat(region.statements()).noneMatch(s -> s.uses().contains("x"));
      }
    }
    assertThat(loops(scheduled, 0).stream().flatMap(r -> products(r).stream()))
        .filteredOn(m -> m.x().equals("x"))
        .singleElement()
        .satisfies(
            m -> {
              assertThat(m.columns()).hasSize(cell.gates);
              assertThat(m.width()).isEqualTo(cell.gates * UNITS);
            });
  }

  @ParameterizedTest
  @EnumSource
  void theStatesProductIsOneForAllGates(Cell cell) {
    Region loop = loops(cell.scheduled(), 1).get(0);
    assertThat(products(loop))
        .singleElement()
        .satisfies(m -> assertThat(m.width()).isEqualTo(cell.gates * UNITS));
    assertThat(loop.statements()).allMatch(s -> s instanceof Kernel || s instanceof Multiply);
  }

  @ParameterizedTest
  @EnumSource
  void theBackwardLoopHoldsOnlyWhatMustBeInIt(Cell cell) {
    Region loop = loops(cell.scheduled(), -1).get(0);
    assertThat(products(loop)).isNotEmpty().hasSizeLessThanOrEqualTo(cell.gates);
    assertThat(loop.statements())
        .as("gradients of weights are summed after the loop")
        .allMatch(s -> s instanceof Kernel || s instanceof Multiply);
  }

  @ParameterizedTest
  @EnumSource
  void noGateIsComputedTwice(Cell cell) {
    Scheduled scheduled = cell.scheduled();
    assertThat(operations(scheduled, Op.SIGMOID)).isEqualTo(cell.sigmoids);
    assertThat(operations(scheduled, Op.TANH)).isEqualTo(cell.tanhs);
  }

  private static long operations(Scheduled scheduled, Op op) {
    return scheduled.regions().stream()
        .flatMap(r -> r.statements().stream())
        .flatMap(s -> s.defines().stream())
        .filter(e -> e.node() instanceof Node.Elementwise n && n.op() == op)
        .count();
  }

  @ParameterizedTest
  @EnumSource
  void noCopyOfAWeightIsSaved(Cell cell) {
    Scheduled scheduled = cell.scheduled();
    new EmittedClass(scheduled, Precision.F32);
    Plan plan = scheduled.plan().get();
    for (Plan.Buffer buffer : plan.buffers()) {
      if (buffer.space().isRows()) {
        // the adjoints of all gates, and of a GRU's candidate for either of its matrices
        int most = (cell.gates + 1) * UNITS;
        assertThat(buffer.width()).as(buffer.toString()).isLessThanOrEqualTo(most);
      }
    }
    for (Plan.Load load : plan.loads()) {
      String weight = plan.buffers().get(load.buffer()).what();
      assertThat(plan.buffers())
          .filteredOn(b -> b.what().matches("packed .*\\Q" + weight + "\\E[,\\]].*"))
          .as("one for each orientation: " + weight)
          .hasSizeLessThanOrEqualTo(2);
    }
  }

  @Test
  void aClassDoesNotGrowWithDelays() {
    for (String pattern : List.of("LSTM[5](x[t-%d])", "Elman[5](concat(x, z[t-%d]))")) {
      EmittedClass small = delayed(pattern.formatted(2));
      EmittedClass large = delayed(pattern.formatted(40));
      assertThat(large.size()).isCloseTo(small.size(), within(20));
      assertThat(large.methods()).hasSameSizeAs(small.methods());
    }
  }

  private static EmittedClass delayed(String application) {
    CompiledModel model = model(application + " z = tanh(Linear[3](x))");
    Scheduled scheduled = Schedule.schedule(model.equations(Purpose.TRAIN), Plan.Limits.NONE);
    return new EmittedClass(scheduled, Precision.F32);
  }

  @ParameterizedTest
  @EnumSource
  void classesNeedTheRuntimeAndJavaAlone(Cell cell) {
    Set<String> references = new EmittedClass(cell.scheduled(), Precision.F32).references();
    assertThat(references)
        .contains("dev.rondo.runtime.Code", "dev.rondo.runtime.Frame", "java.lang.Object")
        .allMatch(StructureTest::mayBeUsed);
  }

  private static boolean mayBeUsed(String name) {
    return name.matches("dev\\.rondo\\.runtime\\.(math\\.)?[A-Z]\\w*") || name.startsWith("java.");
  }

  @Test
  void largeModelsHaveSmallMethodsAndKernelsWithinTheBudget() {
    for (String application :
        List.of(
            "LSTM[5](x)",
            "Stack[16, Bidirectional[LSTM[5]]](x)",
            "Stack[3, GRU[5]](x)",
            "Stack[3, GRUCho[5]](layer_norm(x))")) {
      for (Purpose purpose : List.of(Purpose.TRAIN, Purpose.GRADIENTS, Purpose.EVALUATE)) {
        check(schedule(application, purpose), Precision.F32);
      }
    }
  }

  @Test
  void soHaveRandomPrograms() {
    RandomRun.run(
        10,
        p -> {
          CompiledModel model = Passes.check(p).compile(Map.of(), Precision.F64);
          check(
              Schedule.schedule(model.equations(Purpose.GRADIENTS), Plan.Limits.NONE),
              Precision.F64);
        });
  }

  private static void check(Scheduled scheduled, Precision precision) {
    EmittedClass emitted = new EmittedClass(scheduled, precision);
    assertThat(emitted.references()).allMatch(StructureTest::mayBeUsed);
    assertThat(emitted.methods())
        .isNotEmpty()
        .allSatisfy((method, size) -> assertThat(size).as(method).isLessThan(HUGE_METHOD));
    for (Region region : scheduled.regions()) {
      for (Statement statement : region.statements()) {
        // one operation alone is as it is
        if (statement instanceof Kernel kernel
            && kernel.defines().size() > 1
            && FuseElementwise.vectorises(kernel)) {
          withinBudget(kernel, scheduled);
        }
      }
    }
  }

  private static void withinBudget(Kernel kernel, Scheduled scheduled) {
    Set<String> own = new HashSet<>();
    kernel.defines().forEach(e -> own.add(e.name()));
    Set<String> loads = new HashSet<>();
    int operations = 0;
    int stores = 0;
    int tanhLike = 0;
    for (Equation equation : kernel.defines()) {
      Op op = equation.node() instanceof Node.Elementwise e ? e.op() : Op.COPY;
      boolean like = op == Op.TANH || op == Op.SIGMOID;
      tanhLike += like ? 1 : 0;
      operations += like ? 1 : op.cost();
      stores += scheduled.storage().stored(equation.name()) ? 1 : 0;
      equation.node().reads().stream().map(Read::name).forEach(loads::add);
    }
    loads.removeAll(own);
    assertThat(operations + 3 * (loads.size() + stores))
        .as(kernel.toString())
        .isLessThanOrEqualTo(FuseElementwise.BUDGET);
    assertThat(loads.size() + stores)
        .as(kernel.toString())
        .isLessThanOrEqualTo(FuseElementwise.ARRAYS);
    assertThat(tanhLike).as(kernel.toString()).isLessThanOrEqualTo(FuseElementwise.TANH_LIKE);
  }
}
