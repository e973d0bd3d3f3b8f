package dev.rondo.compiler.emit;

import dev.rondo.runtime.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** A class being written: methods by name; one that exists already is not written again. */
final class ClassBuilder {
  private final ClassWriter writer =
      new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS) {
        @Override
        protected String getCommonSuperClass(String a, String b) {
          // all that ever meets in a method are rows, tables and frames: never two of them
          return "java/lang/Object";
        }
      };
  static final String FRAME = "dev/rondo/runtime/Frame";
  static final String ROWS = "(L" + FRAME + ";II)V";
  static final int FROM = 1;
  static final int TO = 2;
  static final int TABLES = 3;

  private final Map<String, String> methods = new LinkedHashMap<>();
  final String name;
  final Precision precision;

  ClassBuilder(String name, Precision precision, String source) {
    this.name = name;
    this.precision = precision;
    writer.visit(
        Opcodes.V17,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        name,
        null,
        "java/lang/Object",
        new String[] {"dev/rondo/runtime/Code"});
    writer.visitSource(source, null);
    var constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(0, 0);
    constructor.visitEnd();
  }

  String row() {
    return Writer.row(precision);
  }

  String table() {
    return Writer.table(precision);
  }

  /** The descriptor of {@link Products#lanes}. */
  String lanes() {
    return "(" + row() + "I" + (precision == Precision.F32 ? "F" : "D") + row() + "I)V";
  }

  /** The first local behind its arguments. */
  int behindLanes() {
    return precision == Precision.F32 ? 5 : 6;
  }

  /** A static method; written when first asked for. Gives its descriptor. */
  String method(String method, String descriptor, int arguments, Consumer<Writer> body) {
    String known = methods.get(method);
    if (known != null) {
      return known;
    }
    methods.put(method, descriptor);
    var visitor = writer.visitMethod(Opcodes.ACC_STATIC, method, descriptor, null, null);
    Writer code = new Writer(visitor, precision, arguments);
    body.accept(code);
    code.end();
    return descriptor;
  }

  /**
   * A static method over rows, {@code (frame, from, to)}: arguments 0 to 2. It fetches its tables
   * itself, into locals from {@link #TABLES} on, since a method takes at most 255 arguments.
   */
  void rows(String method, List<Integer> tables, Consumer<Writer> body) {
    method(
        method,
        ROWS,
        TABLES,
        w -> {
          for (int table : tables) {
            load(w, table);
            w.storeRef(w.local());
          }
          body.accept(w);
        });
  }

  /** Loads a table of the frame, which is argument 0. */
  void load(Writer w, int table) {
    w.loadRef(0);
    w.field(FRAME, "tables", "[[Ljava/lang/Object;");
    w.integer(table);
    w.getRow();
    w.cast(table());
  }

  /** One of the methods of {@code Code}. */
  void override(String method, Consumer<Writer> body) {
    var visitor = writer.visitMethod(Opcodes.ACC_PUBLIC, method, "(L" + FRAME + ";)V", null, null);
    Writer code = new Writer(visitor, precision, 2);
    body.accept(code);
    code.end();
  }

  /** A name that no method has yet, and that the JVM allows. */
  String fresh(String wish) {
    String legal = wish.replaceAll("[^A-Za-z0-9_∂]", "_");
    legal = legal.length() > 60 ? legal.substring(0, 60) : legal;
    String free = legal;
    for (int i = 2; methods.containsKey(free); i++) {
      free = legal + "_" + i;
    }
    return free;
  }

  byte[] bytes() {
    writer.visitEnd();
    return writer.toByteArray();
  }
}
