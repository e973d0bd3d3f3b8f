package dev.rondo.compiler.emit;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.TraceClassVisitor;

/** Prints an emitted class, instruction by instruction. */
public final class PrintBytecode {
  private PrintBytecode() {}

  public static String print(byte[] bytes) {
    StringWriter text = new StringWriter();
    new ClassReader(bytes).accept(new TraceClassVisitor(new PrintWriter(text)), 0);
    return text.toString();
  }
}
