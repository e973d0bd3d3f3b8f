package dev.rondo.tests;

import dev.rondo.compiler.emit.EmitClass;
import dev.rondo.compiler.emit.Shape;
import dev.rondo.compiler.schedule.Scheduled;
import dev.rondo.runtime.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** What the bytes of an emitted class say about it. */
final class EmittedClass {
  private static final String NAME = "dev/rondo/compiled/Emitted";
  private static final int CLASS = 7;
  private static final int NAME_AND_TYPE = 12;
  private static final int METHOD_TYPE = 16;

  private final byte[] bytes;

  EmittedClass(Scheduled scheduled, Precision precision) {
    this.bytes = EmitClass.emit(scheduled, precision, Shape.PORTABLE, NAME, "emitted.rondo");
  }

  int size() {
    return bytes.length;
  }

  /** The bytes of code of each method. */
  Map<String, Integer> methods() {
    Map<String, Label> ends = new LinkedHashMap<>();
    // a label knows its place once the method is written again
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9, writer) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String sign, String[] thrown) {
                return new MethodVisitor(
                    Opcodes.ASM9, super.visitMethod(access, name, descriptor, sign, thrown)) {
                  @Override
                  public void visitMaxs(int stack, int locals) {
                    Label end = new Label();
                    visitLabel(end);
                    ends.put(name + descriptor, end);
                    super.visitMaxs(stack, locals);
                  }
                };
              }
            },
            0);
    Map<String, Integer> sizes = new LinkedHashMap<>();
    ends.forEach((method, end) -> sizes.put(method, end.getOffset()));
    return sizes;
  }

  /** Every class that the constant pool names, also in descriptors, but the class itself. */
  Set<String> references() {
    ClassReader reader = new ClassReader(bytes);
    char[] buffer = new char[reader.getMaxStringLength()];
    List<Type> types = new ArrayList<>();
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      if (at == 0) {
        // the second half of a long or double
        continue;
      }
      switch (reader.readByte(at - 1)) {
        case CLASS -> types.add(Type.getObjectType(reader.readUTF8(at, buffer)));
        case NAME_AND_TYPE -> types.add(Type.getType(reader.readUTF8(at + 2, buffer)));
        case METHOD_TYPE -> types.add(Type.getType(reader.readUTF8(at, buffer)));
        default -> {
          // names no class
        }
      }
    }
    Set<String> names = new TreeSet<>();
    types.forEach(t -> add(t, names));
    names.remove(NAME.replace('/', '.'));
    return names;
  }

  private static void add(Type type, Set<String> names) {
    switch (type.getSort()) {
      case Type.METHOD -> {
        add(type.getReturnType(), names);
        for (Type argument : type.getArgumentTypes()) {
          add(argument, names);
        }
      }
      case Type.ARRAY -> add(type.getElementType(), names);
      case Type.OBJECT -> names.add(type.getClassName());
      default -> {
        // a primitive
      }
    }
  }
}
