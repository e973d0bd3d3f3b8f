package dev.rondo.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compiler.emit.ReadFunction.Function;
import dev.rondo.compiler.emit.ReadFunction.Kind;
import dev.rondo.compiler.emit.ReadFunction.Step;
import dev.rondo.compiler.equations.Op;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadFunctionTest {
  /** Loops, remainders, doubles, whole numbers that are compared. */
  private static final Set<Op> WITHOUT_VECTORS =
      EnumSet.of(Op.POW, Op.MOD, Op.SIN, Op.COS, Op.FLOOR, Op.ROUND);

  /** No functions of the runtime. */
  private static final Set<Op> OTHERS =
      EnumSet.of(Op.ADD, Op.SUB, Op.MUL, Op.DIV, Op.NEG, Op.COPY, Op.STOP, Op.CHANCE, Op.SURROGATE);

  @Test
  void readsAllThatVectorsCanDo() {
    for (Op op : EnumSet.complementOf(EnumSet.copyOf(OTHERS))) {
      assertThat(ReadFunction.read(op).isPresent())
          .as("%s", op)
          .isEqualTo(!WITHOUT_VECTORS.contains(op));
    }
  }

  @Test
  void choosesWhereTheFunctionBranches() {
    Function cut = ReadFunction.read(Op.CUT).orElseThrow();
    assertThat(cut.steps())
        .containsExactly(
            new Step(Kind.ARGUMENT, List.of(), 0),
            new Step(Kind.ARGUMENT, List.of(), 1),
            new Step(Kind.CONSTANT, List.of(), 0f),
            new Step(Kind.EQ, List.of(0, 2), 0),
            new Step(Kind.MUL, List.of(0, 1), 0),
            new Step(Kind.CHOOSE, List.of(3, 2, 4), 0));
    assertThat(cut.result()).isEqualTo(5);
  }
}
