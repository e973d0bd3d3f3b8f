package dev.rondo.compiler.emit;

import dev.rondo.compiler.equations.Op;
import dev.rondo.runtime.Precision;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes one static method: numbers of one precision, rows, tables, loops. */
final class Writer {
  private static final String VECTORS = "jdk/incubator/vector/";
  private static final String FLOATS = VECTORS + "FloatVector";
  private static final String SPECIES = "L" + VECTORS + "VectorSpecies;";

  private final MethodVisitor code;
  private final Precision precision;
  private int next;
  private int ending = Opcodes.RETURN;

  /** What writes the body of a loop. */
  @FunctionalInterface
  interface Body {
    void write();
  }

  Writer(MethodVisitor code, Precision precision, int arguments) {
    this.code = code;
    this.precision = precision;
    this.next = arguments;
    code.visitCode();
  }

  static Type number(Precision precision) {
    return precision == Precision.F64 ? Type.DOUBLE_TYPE : Type.FLOAT_TYPE;
  }

  static String row(Precision precision) {
    return "[" + number(precision).getDescriptor();
  }

  static String table(Precision precision) {
    return "[[" + number(precision).getDescriptor();
  }

  private Type number() {
    return number(precision);
  }

  int local() {
    return next++;
  }

  int numberLocal() {
    int local = next;
    next += number().getSize();
    return local;
  }

  void loadInt(int local) {
    code.visitVarInsn(Opcodes.ILOAD, local);
  }

  void storeInt(int local) {
    code.visitVarInsn(Opcodes.ISTORE, local);
  }

  void loadRef(int local) {
    code.visitVarInsn(Opcodes.ALOAD, local);
  }

  void storeRef(int local) {
    code.visitVarInsn(Opcodes.ASTORE, local);
  }

  void loadNumber(int local) {
    code.visitVarInsn(number().getOpcode(Opcodes.ILOAD), local);
  }

  void storeNumber(int local) {
    code.visitVarInsn(number().getOpcode(Opcodes.ISTORE), local);
  }

  void integer(int value) {
    if (value >= -1 && value <= 5) {
      code.visitInsn(Opcodes.ICONST_0 + value);
    } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
      code.visitIntInsn(Opcodes.SIPUSH, value);
    } else {
      code.visitLdcInsn(value);
    }
  }

  void constant(double value) {
    if (precision == Precision.F64) {
      code.visitLdcInsn(value);
    } else {
      code.visitLdcInsn((float) value);
    }
  }

  void addInt() {
    code.visitInsn(Opcodes.IADD);
  }

  void subtractInt() {
    code.visitInsn(Opcodes.ISUB);
  }

  void multiplyInt() {
    code.visitInsn(Opcodes.IMUL);
  }

  void divideInt() {
    code.visitInsn(Opcodes.IDIV);
  }

  void remainderInt() {
    code.visitInsn(Opcodes.IREM);
  }

  /** The less of two on the stack. */
  void minInt() {
    call("java/lang/Math", "min", "(II)I");
  }

  /** The greater of two on the stack. */
  void maxInt() {
    call("java/lang/Math", "max", "(II)I");
  }

  /** local + constant. */
  void plus(int local, int constant) {
    loadInt(local);
    if (constant != 0) {
      integer(constant);
      addInt();
    }
  }

  void getRow() {
    code.visitInsn(Opcodes.AALOAD);
  }

  /** A new local with a row of a table: that so many behind the one whose number is in a local. */
  int rowOf(int table, int index, int more) {
    loadRef(table);
    plus(index, more);
    getRow();
    int row = local();
    storeRef(row);
    return row;
  }

  /** A new local with the first row of a table. */
  int firstRow(int table) {
    loadRef(table);
    integer(0);
    getRow();
    int row = local();
    storeRef(row);
    return row;
  }

  void getInt() {
    code.visitInsn(Opcodes.IALOAD);
  }

  void get() {
    code.visitInsn(number().getOpcode(Opcodes.IALOAD));
  }

  void put() {
    code.visitInsn(number().getOpcode(Opcodes.IASTORE));
  }

  void intToNumber() {
    code.visitInsn(precision == Precision.F64 ? Opcodes.I2D : Opcodes.I2F);
  }

  void numberToInt() {
    code.visitInsn(precision == Precision.F64 ? Opcodes.D2I : Opcodes.F2I);
  }

  void add() {
    code.visitInsn(number().getOpcode(Opcodes.IADD));
  }

  /** Three numbers on the stack: a · b + c in one rounding. */
  void fma() {
    String n = number().getDescriptor();
    call("java/lang/Math", "fma", "(" + n + n + n + ")" + n);
  }

  /** The species of vectors: below the array or the number that one is made of. */
  void species(int lanes) {
    constantOf(FLOATS, "SPECIES_" + 32 * lanes, SPECIES);
  }

  void getVector() {
    call(FLOATS, "fromArray", "(" + SPECIES + "[FI)L" + FLOATS + ";");
  }

  void broadcast() {
    call(FLOATS, "broadcast", "(" + SPECIES + "F)L" + FLOATS + ";");
  }

  /** Three vectors on the stack: a · b + c. */
  void fmaVector() {
    String any = "L" + VECTORS + "Vector;";
    invoke(FLOATS, "fma", "(" + any + any + ")L" + FLOATS + ";");
  }

  /**
   * The vector on the stack, known to be of the class that its species has. Of a vector that a loop
   * carries C2 knows no class but {@code FloatVector}, and asks a profile that may not be there yet
   * (docs/performance-log.md, entry 8).
   */
  void ofSpecies(int lanes) {
    species(lanes);
    code.visitMethodInsn(
        Opcodes.INVOKEINTERFACE,
        VECTORS + "VectorSpecies",
        "vectorType",
        "()Ljava/lang/Class;",
        true);
    code.visitInsn(Opcodes.SWAP);
    invoke("java/lang/Class", "cast", "(Ljava/lang/Object;)Ljava/lang/Object;");
    cast(FLOATS);
  }

  /** Below the number of a lane its vector. */
  void lane() {
    invoke(FLOATS, "lane", "(I)F");
  }

  void putVector() {
    invoke(FLOATS, "intoArray", "([FI)V");
  }

  void call(String owner, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  private String math() {
    return "dev/rondo/runtime/math/" + precision;
  }

  /** A function of rows of the runtime: {@code sum(row, from, n)}. */
  void rowFunction(String name, boolean gives) {
    String result = gives ? number().getDescriptor() : "I";
    call(math(), name, "(" + row(precision) + "II)" + result);
  }

  void dot() {
    String row = row(precision);
    call(math(), "dot", "(" + row + "I" + row + "II)" + number().getDescriptor());
  }

  /** {@code lookUp(rows, from, to, position, offset, target, offset, width)}. */
  void lookUp() {
    String row = row(precision);
    String n = number().getDescriptor();
    call(math(), "lookUp", "(" + table(precision) + "II" + n + "I" + row + "II)V");
  }

  /** {@code putBack(token, position, row, offset, target, offset, width)}. */
  void putBack() {
    String row = row(precision);
    String n = number().getDescriptor();
    call(math(), "putBack", "(" + n + n + row + "I" + row + "II)V");
  }

  /** System.arraycopy. */
  void copy() {
    call("java/lang/System", "arraycopy", "(Ljava/lang/Object;ILjava/lang/Object;II)V");
  }

  /** Arrays.fill(row, from, to, value). */
  void fill() {
    call("java/util/Arrays", "fill", "(" + row(precision) + "II" + number().getDescriptor() + ")V");
  }

  void field(String owner, String name, String descriptor) {
    code.visitFieldInsn(Opcodes.GETFIELD, owner, name, descriptor);
  }

  void cast(String type) {
    code.visitTypeInsn(Opcodes.CHECKCAST, type);
  }

  /** {@code for (local = from; local < to; local += step) body}; from is on the stack. */
  void loop(int local, Runnable limit, int step, Body body) {
    storeInt(local);
    Label test = new Label();
    Label again = new Label();
    code.visitJumpInsn(Opcodes.GOTO, test);
    code.visitLabel(again);
    body.write();
    code.visitIincInsn(local, step);
    code.visitLabel(test);
    loadInt(local);
    limit.run();
    code.visitJumpInsn(Opcodes.IF_ICMPLT, again);
  }

  /** A new local that runs from 0 to a constant. */
  int loop(int to, IntConsumer body) {
    int local = local();
    integer(0);
    loop(local, () -> integer(to), 1, () -> body.accept(local));
    return local;
  }

  /** {@code for (local = from; local >= 0; local--) body}; from is on the stack. */
  void loopDown(int local, Body body) {
    storeInt(local);
    Label test = new Label();
    Label again = new Label();
    code.visitJumpInsn(Opcodes.GOTO, test);
    code.visitLabel(again);
    body.write();
    code.visitIincInsn(local, -1);
    code.visitLabel(test);
    loadInt(local);
    code.visitJumpInsn(Opcodes.IFGE, again);
  }

  /** An int on the stack: the body if it is 0. */
  void ifZero(Body body) {
    Label behind = new Label();
    code.visitJumpInsn(Opcodes.IFNE, behind);
    body.write();
    code.visitLabel(behind);
  }

  /** A method of an object that is on the stack below its arguments. */
  void invoke(String owner, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, descriptor, false);
  }

  /** A constant of a class. */
  void constantOf(String owner, String name, String descriptor) {
    code.visitFieldInsn(Opcodes.GETSTATIC, owner, name, descriptor);
  }

  void line(int line) {
    Label here = new Label();
    code.visitLabel(here);
    code.visitLineNumber(line, here);
  }

  /** The method gives the number that is on the stack at its end. */
  void give() {
    ending = number().getOpcode(Opcodes.IRETURN);
  }

  void end() {
    code.visitInsn(ending);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  /** An element-wise operation on the numbers on the stack. */
  void apply(Op op) {
    String n = number().getDescriptor();
    switch (op) {
      case ADD -> code.visitInsn(number().getOpcode(Opcodes.IADD));
      case SUB -> code.visitInsn(number().getOpcode(Opcodes.ISUB));
      case MUL -> code.visitInsn(number().getOpcode(Opcodes.IMUL));
      case DIV -> code.visitInsn(number().getOpcode(Opcodes.IDIV));
      case NEG -> code.visitInsn(number().getOpcode(Opcodes.INEG));
      case COPY, STOP -> {
        // the value itself
      }
      case CHANCE, SURROGATE -> throw new IllegalStateException(op + " is no computation");
      default -> call(math(), function(op), "(" + n.repeat(op.arity()) + ")" + n);
    }
  }

  /** The method of the runtime that an operation calls: LESS_EQUAL is lessEqual. */
  static String function(Op op) {
    return Pattern.compile("_(.)")
        .matcher(op.toString())
        .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
  }
}
