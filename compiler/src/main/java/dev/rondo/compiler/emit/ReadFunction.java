package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Op;
import dev.rondo.runtime.math.F32;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * What a function of {@link F32} does, read from its bytecode, so that vectors do the same to the
 * bit and no function is written twice. Calls are followed. Of a branch both ways are read, and
 * what they leave is chosen from number by number; a loop has no such form.
 */
final class ReadFunction {
  /** What is done; {@code result}: the number of the step that gives the value. */
  record Function(List<Step> steps, int result) {}

  /**
   * One step of a function.
   *
   * @param of the numbers of the steps whose results it takes
   * @param value of a constant, or by which bits are shifted, masked or counted up; the number of
   *     an argument
   */
  record Step(Kind kind, List<Integer> of, Number value) {}

  /** What a step does. */
  enum Kind {
    ARGUMENT,
    CONSTANT,
    ADD,
    SUB,
    MUL,
    DIV,
    NEG,
    FMA,
    MIN,
    MAX,
    ABS,
    SQRT,
    LT,
    LE,
    GT,
    GE,
    EQ,
    NE,
    /** The second of the three where the first, a comparison, holds; else the third. */
    CHOOSE,
    /** From here on whole numbers: a float's bits, and what is done with them. */
    BITS,
    ADD_BITS,
    SUB_BITS,
    OR_BITS,
    PLUS,
    AND,
    SHIFT_LEFT,
    SHIFT_RIGHT,
    /** A whole number as a float's bits, or as a float. */
    FROM_BITS,
    TO_FLOAT
  }

  private static final Map<Op, Optional<Function>> KNOWN = new ConcurrentHashMap<>();

  private final List<Step> steps = new ArrayList<>();
  private final Map<Step, Integer> numbers = new HashMap<>();

  private ReadFunction() {}

  /** Empty: it has a loop, or uses what vectors have not. */
  static Optional<Function> read(Op op) {
    return KNOWN.computeIfAbsent(
        op,
        o -> {
          ReadFunction reading = new ReadFunction();
          Integer[] arguments = new Integer[o.arity()];
          for (int i = 0; i < arguments.length; i++) {
            arguments[i] = reading.step(new Step(Kind.ARGUMENT, List.of(), i));
          }
          String descriptor = "(" + "F".repeat(o.arity()) + ")F";
          try {
            int result = reading.call(Writer.function(o), descriptor, List.of(arguments));
            return Optional.of(new Function(List.copyOf(reading.steps), result));
          } catch (NoVectors e) {
            return Optional.empty();
          }
        });
  }

  /** The function has a loop, compares whole numbers, or calls what vectors have not. */
  private static final class NoVectors extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoVectors() {
      super(null, null, false, false);
    }
  }

  private int step(Kind kind, Integer... of) {
    return step(new Step(kind, List.of(of), 0));
  }

  private int step(Step step) {
    return numbers.computeIfAbsent(
        step,
        s -> {
          steps.add(s);
          return steps.size() - 1;
        });
  }

  private int constant(Number value) {
    return step(new Step(Kind.CONSTANT, List.of(), value));
  }

  private int call(String name, String descriptor, List<Integer> arguments) {
    MethodNode method =
        Functions.METHODS.methods.stream()
            .filter(m -> m.name.equals(name) && m.desc.equals(descriptor))
            .findFirst()
            .orElseThrow(NoVectors::new);
    return new Reading(method.instructions, arguments).all();
  }

  private static final class Functions {
    static final ClassNode METHODS = new ClassNode();

    static {
      try (InputStream bytes = F32.class.getResourceAsStream("F32.class")) {
        new ClassReader(bytes).accept(METHODS, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A path through one method: what its locals and its stack hold. */
  private final class Reading {
    private final InsnList code;
    private final Map<Integer, Integer> locals = new HashMap<>();
    private final List<Integer> stack = new ArrayList<>();

    Reading(InsnList code, List<Integer> arguments) {
      this.code = code;
      for (int i = 0; i < arguments.size(); i++) {
        locals.put(i, arguments.get(i));
      }
    }

    private Reading(Reading other) {
      this.code = other.code;
      this.locals.putAll(other.locals);
      this.stack.addAll(other.stack);
    }

    int all() {
      return run(0, code.size()).orElseThrow(NoVectors::new);
    }

    private int pop() {
      return stack.remove(stack.size() - 1);
    }

    /** Reads up to a place; the result, if the path returns before. */
    private Optional<Integer> run(int from, int to) {
      for (int at = from; at < to; at++) {
        AbstractInsnNode instruction = code.get(at);
        if (instruction.getOpcode() == Opcodes.FRETURN) {
          return Optional.of(pop());
        }
        int opcode = instruction.getOpcode();
        if (opcode == Opcodes.FCMPL || opcode == Opcodes.FCMPG) {
          JumpInsnNode jump = (JumpInsnNode) instruction.getNext();
          int condition = condition(opcode, jump.getOpcode());
          Branches branches = branches(at + 2, code.indexOf(jump.label));
          Reading other = new Reading(this);
          Optional<Integer> here = run(at + 2, branches.behindFirst());
          if (here.isPresent()) {
            int there = other.run(branches.second(), to).orElseThrow(NoVectors::new);
            return Optional.of(choose(condition, here.get(), there));
          }
          if (other.run(branches.second(), branches.join()).isPresent()) {
            throw new NoVectors();
          }
          choose(condition, other);
          at = branches.join() - 1;
        } else {
          apply(instruction);
        }
      }
      return Optional.empty();
    }

    /** Where one way of a branch ends, the other begins, and both meet. */
    private record Branches(int behindFirst, int second, int join) {}

    private Branches branches(int first, int target) {
      if (target < first) {
        throw new NoVectors();
      }
      AbstractInsnNode last = code.get(target - 1);
      if (last instanceof JumpInsnNode jump && jump.getOpcode() == Opcodes.GOTO) {
        return new Branches(target - 1, target, code.indexOf(jump.label));
      }
      return new Branches(target, target, target);
    }

    /** The comparison by which a path goes on behind a jump. */
    private int condition(int compare, int jump) {
      boolean less = compare == Opcodes.FCMPG;
      Kind kind =
          switch (jump) {
            case Opcodes.IFGE -> less ? Kind.LT : null;
            case Opcodes.IFGT -> less ? Kind.LE : null;
            case Opcodes.IFLE -> less ? null : Kind.GT;
            case Opcodes.IFLT -> less ? null : Kind.GE;
            case Opcodes.IFNE -> Kind.EQ;
            case Opcodes.IFEQ -> Kind.NE;
            default -> null;
          };
      if (kind == null) {
        throw new NoVectors();
      }
      int second = pop();
      return step(kind, pop(), second);
    }

    private void choose(int condition, Reading other) {
      for (int i = 0; i < stack.size(); i++) {
        stack.set(i, choose(condition, stack.get(i), other.stack.get(i)));
      }
      locals.keySet().retainAll(other.locals.keySet());
      locals.replaceAll((local, value) -> choose(condition, value, other.locals.get(local)));
    }

    private int choose(int condition, int here, int there) {
      if (here == there) {
        return here;
      }
      if (isWhole(here) || isWhole(there)) {
        throw new NoVectors();
      }
      return step(Kind.CHOOSE, condition, here, there);
    }

    private boolean isWhole(int number) {
      Step step = steps.get(number);
      return step.kind() == Kind.CONSTANT
          ? step.value() instanceof Integer
          : step.kind().compareTo(Kind.BITS) >= 0 && step.kind().compareTo(Kind.FROM_BITS) < 0;
    }

    private void apply(AbstractInsnNode instruction) {
      int opcode = instruction.getOpcode();
      if (instruction instanceof VarInsnNode local) {
        switch (opcode) {
          case Opcodes.FLOAD, Opcodes.ILOAD -> stack.add(locals.get(local.var));
          default -> locals.put(local.var, pop());
        }
      } else if (instruction instanceof LdcInsnNode constant) {
        stack.add(constant((Number) constant.cst));
      } else if (instruction instanceof IntInsnNode constant) {
        stack.add(constant(constant.operand));
      } else if (instruction instanceof MethodInsnNode call) {
        called(call);
      } else if (instruction instanceof InsnNode) {
        operation(opcode);
      } else if (opcode >= 0) {
        throw new NoVectors();
      }
    }

    private void operation(int opcode) {
      switch (opcode) {
        case Opcodes.FCONST_0, Opcodes.FCONST_1, Opcodes.FCONST_2 ->
            stack.add(constant((float) (opcode - Opcodes.FCONST_0)));
        case Opcodes.FADD -> apply(Kind.ADD, 2);
        case Opcodes.FSUB -> apply(Kind.SUB, 2);
        case Opcodes.FMUL -> apply(Kind.MUL, 2);
        case Opcodes.FDIV -> apply(Kind.DIV, 2);
        case Opcodes.FNEG -> apply(Kind.NEG, 1);
        case Opcodes.I2F -> apply(Kind.TO_FLOAT, 1);
        case Opcodes.IADD -> counted(Kind.PLUS, Kind.ADD_BITS, 1);
        case Opcodes.ISUB -> counted(Kind.PLUS, Kind.SUB_BITS, -1);
        case Opcodes.IAND -> counted(Kind.AND, null, 1);
        case Opcodes.ISHL -> counted(Kind.SHIFT_LEFT, null, 1);
        case Opcodes.ISHR -> counted(Kind.SHIFT_RIGHT, null, 1);
        // of a square root: the one of a double is that of the float (F32.sqrt)
        case Opcodes.F2D, Opcodes.D2F -> {}
        default -> {
          if (opcode < Opcodes.ICONST_M1 || opcode > Opcodes.ICONST_5) {
            throw new NoVectors();
          }
          stack.add(constant(opcode - Opcodes.ICONST_0));
        }
      }
    }

    private void apply(Kind kind, int arity) {
      Integer[] of = new Integer[arity];
      for (int i = arity - 1; i >= 0; i--) {
        of[i] = pop();
      }
      stack.add(step(kind, of));
    }

    /** Whole numbers with a constant, or two of them. */
    private void counted(Kind withConstant, Kind ofTwo, int sign) {
      int last = stack.get(stack.size() - 1);
      if (steps.get(last).kind() == Kind.CONSTANT) {
        pop();
        int value = sign * steps.get(last).value().intValue();
        stack.add(step(new Step(withConstant, List.of(pop()), value)));
      } else if (ofTwo == null) {
        throw new NoVectors();
      } else {
        apply(ofTwo, 2);
      }
    }

    private void called(MethodInsnNode call) {
      String method = call.owner + "." + call.name;
      if (call.desc.contains("D") && !call.name.equals("sqrt")) {
        throw new NoVectors();
      }
      switch (method) {
        case "java/lang/Math.fma" -> apply(Kind.FMA, 3);
        case "java/lang/Math.min" -> bound(Kind.MIN, Kind.GE, 0f);
        case "java/lang/Math.max" -> bound(Kind.MAX, Kind.LE, -0f);
        case "java/lang/Math.abs" -> apply(Kind.ABS, 1);
        case "java/lang/Math.sqrt" -> apply(Kind.SQRT, 1);
        case "java/lang/Float.floatToRawIntBits" -> apply(Kind.BITS, 1);
        case "java/lang/Float.intBitsToFloat" -> apply(Kind.FROM_BITS, 1);
        case "java/lang/Math.copySign" -> copySign();
        default -> {
          if (!call.owner.equals(Type.getInternalName(F32.class))) {
            throw new NoVectors();
          }
          int count = Type.getArgumentTypes(call.desc).length;
          List<Integer> last = stack.subList(stack.size() - count, stack.size());
          List<Integer> arguments = List.copyOf(last);
          last.clear();
          stack.add(ReadFunction.this.call(call.name, call.desc, arguments));
        }
      }
    }

    /**
     * The smaller or larger of two numbers. Java's asks both for NaN and the sign of a zero, six
     * instructions of x86; beside a constant one comparison is enough, unless the constant is that
     * zero whose sign counts.
     */
    private void bound(Kind kind, Kind beyond, float zero) {
      for (int i = 1; i <= 2; i++) {
        Step step = steps.get(stack.get(stack.size() - i));
        if (step.kind() == Kind.CONSTANT && !step.value().equals(zero)) {
          int bound = stack.remove(stack.size() - i);
          int number = pop();
          stack.add(choose(step(beyond, number, bound), bound, number));
          return;
        }
      }
      apply(kind, 2);
    }

    private int masked(int bits) {
      return step(new Step(Kind.AND, List.of(step(Kind.BITS, pop())), bits));
    }

    private void copySign() {
      int sign = masked(Integer.MIN_VALUE);
      int size = masked(Integer.MAX_VALUE);
      stack.add(step(Kind.FROM_BITS, step(Kind.OR_BITS, size, sign)));
    }
  }
}
