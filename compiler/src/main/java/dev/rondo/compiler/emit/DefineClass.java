package dev.rondo.compiler.emit;

import dev.rondo.runtime.Code;

/** Loads emitted bytes: an ordinary class in a loader of its own, so that stack traces show it. */
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
}
