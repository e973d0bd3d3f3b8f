package dev.rondo.compiler.emit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;
import org.objectweb.asm.util.CheckClassAdapter;

/** Checks an emitted class: its types flow, and every method is one that HotSpot compiles. */
public final class VerifyClass {
  /** HotSpot's HugeMethodLimit: a method of more bytes is interpreted for ever. */
  private static final int HUGE = 8000;

  private VerifyClass() {}

  /**
   * For assertions: true, or an exception.
   *
   * @throws IllegalStateException that says what is wrong with the class
   */
  public static boolean holds(byte[] bytes) {
    StringWriter text = new StringWriter();
    CheckClassAdapter.verify(
        new ClassReader(bytes), VerifyClass.class.getClassLoader(), false, new PrintWriter(text));
    if (text.getBuffer().length() > 0) {
      throw new IllegalStateException("the emitted class does not verify:\n" + text);
    }
    List<String> huge = new ArrayList<>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new CodeSizeEvaluator(null) {
                  @Override
                  public void visitEnd() {
                    if (getMaxSize() > HUGE) {
                      huge.add(name + " has " + getMaxSize() + " bytes");
                    }
                  }
                };
              }
            },
            0);
    if (!huge.isEmpty()) {
      throw new IllegalStateException("too large for HotSpot: " + huge);
    }
    return true;
  }
}
