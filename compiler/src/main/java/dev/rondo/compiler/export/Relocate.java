package dev.rondo.compiler.export;

import dev.rondo.runtime.ExportedData;
import dev.rondo.runtime.Predictor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.ClassRemapper;
import org.objectweb.asm.commons.Remapper;

/**
 * Gives the runtime's classes names under that of one class: {@code dev.rondo.runtime.Exported}
 * becomes {@code com.acme.Name}, and what it needs {@code com.acme.Name$…}. Two exported predictors
 * never meet, whatever versions they come from.
 */
final class Relocate {
  static final String RUNTIME = "dev/rondo/runtime/";

  /** What the class of the compiled program is called behind the name. */
  static final String CODE = "$Compiled";

  private static final String FACE = RUNTIME + "Exported";
  private static final String STATE = RUNTIME + "State";
  private static final String OUTPUTS = RUNTIME + "Predictor$Outputs";

  /** What users of the jar see. */
  private static final Set<String> SEEN =
      Set.of(FACE, STATE, OUTPUTS, RUNTIME + "MachineException");

  private final String name;

  Relocate(String name) {
    this.name = name;
  }

  private String simple() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private String renamed(String internal) {
    if (internal.equals(FACE)) {
      return name;
    }
    if (internal.equals(OUTPUTS)) {
      return name + "$Outputs";
    }
    return internal.startsWith(RUNTIME)
        ? name + "$" + internal.substring(internal.lastIndexOf('/') + 1)
        : internal;
  }

  /**
   * Classes under their new names, with every class of the runtime that they reach.
   *
   * @param own classes that are not the runtime's, or instead of its own, by internal name
   */
  Map<String, byte[]> withAllTheyNeed(Map<String, byte[]> own) {
    Map<String, byte[]> relocated = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    Deque<String> work = new ArrayDeque<>();
    Remapper remapper =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String internal) {
            if ((internal.startsWith(RUNTIME) || own.containsKey(internal)) && seen.add(internal)) {
              work.add(internal);
            }
            return renamed(internal);
          }

          @Override
          public Object mapValue(Object value) {
            return value.equals("Exported" + ExportedData.ENDING)
                ? simple() + ExportedData.ENDING
                : super.mapValue(value);
          }
        };
    remapper.map(FACE);
    own.keySet().stream().sorted().forEach(remapper::map);
    while (!work.isEmpty()) {
      String next = work.remove();
      byte[] bytes = own.containsKey(next) ? own.get(next) : read(next);
      relocated.put(renamed(next), relocated(next, bytes, remapper));
    }
    return relocated;
  }

  private byte[] relocated(String of, byte[] bytes, Remapper remapper) {
    ClassWriter writer = new ClassWriter(0);
    ClassVisitor access =
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version, int flags, String as, String generic, String parent, String[] others) {
            super.visit(version, visible(of, flags), as, generic, parent, others);
            if (of.equals(FACE)) {
              nested(STATE);
              nested(OUTPUTS);
            } else if (of.equals(STATE) || of.equals(OUTPUTS)) {
              nested(of);
            }
          }

          /** For javac: a class is expected in the file of its name. */
          @Override
          public void visitSource(String source, String debug) {
            super.visitSource(SEEN.contains(of) ? simple() + ".java" : source, debug);
          }

          /** For javac: a class that users name as one inside the predictor's. */
          private void nested(String type) {
            int flags = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
            String as = renamed(type);
            super.visitInnerClass(as, name, as.substring(name.length() + 1), flags);
          }

          @Override
          public void visitInnerClass(String inner, String outer, String simple, int flags) {
            if (!inner.equals(renamed(OUTPUTS)) && !inner.equals(renamed(STATE))) {
              super.visitInnerClass(inner, outer, simple, flags);
            }
          }
        };
    new ClassReader(bytes).accept(new ClassRemapper(access, remapper), 0);
    return writer.toByteArray();
  }

  /** Public is what users see, and nothing else. */
  private static int visible(String of, int flags) {
    return SEEN.contains(of) ? flags | Opcodes.ACC_PUBLIC : flags & ~Opcodes.ACC_PUBLIC;
  }

  private static byte[] read(String internal) {
    String file = "/" + internal + ".class";
    try (InputStream in = Predictor.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("the runtime has no " + file);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
