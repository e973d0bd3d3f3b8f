package dev.rondo.compiler.emit;

import dev.rondo.runtime.Code;
import dev.rondo.runtime.Program;
import java.lang.reflect.Method;

/**
 * Loads emitted bytes: ordinary classes in a loader of their own, so that stack traces show them.
 */
public final class DefineClass {
  private DefineClass() {}

  private static final class Loader extends ClassLoader {
    Loader() {
      super(Code.class.getClassLoader());
    }

    Class<?> define(String name, byte[] bytes) {
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  public static Code define(String name, byte[] bytes) {
    try {
      return (Code) new Loader().define(name, bytes).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the emitted class cannot be used", e);
    }
  }

  /**
   * The program of a class that {@link WriteProgram} wrote.
   *
   * @param maker that class, called {@code name + "Program"}
   * @param code the one of its code
   */
  public static Program define(String name, byte[] maker, byte[] code)
      throws ReflectiveOperationException {
    Loader loader = new Loader();
    loader.define(name, code);
    Method program = loader.define(name + "Program", maker).getDeclaredMethod("program");
    program.setAccessible(true);
    return (Program) program.invoke(null);
  }
}
