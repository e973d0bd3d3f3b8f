package dev.rondo.compiler.emit;

import dev.rondo.runtime.Plan;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Signature;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.commons.GeneratorAdapter;
import org.objectweb.asm.commons.Method;

/**
 * Writes a class whose method makes a program: its plan and signature as the calls of constructors,
 * so that nothing is read or looked up by name when it starts.
 */
public final class WriteProgram {
  private static final Type OBJECT = Type.getType(Object.class);
  private static final Type LIST = Type.getType(List.class);

  /** So many elements of a list are made in one method: a method has at most 65,535 bytes. */
  private static final int CHUNK = 100;

  private final ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
  private final Type self;
  private int methods;

  private WriteProgram(Type self) {
    this.self = self;
  }

  /** The class {@code name}, whose program has the code of the class {@code code}. */
  public static byte[] write(
      Signature signature, Precision precision, Plan plan, String name, String code) {
    return new WriteProgram(Type.getObjectType(name)).run(signature, precision, plan, code);
  }

  private byte[] run(Signature signature, Precision precision, Plan plan, String code) {
    out.visit(
        Opcodes.V17,
        Opcodes.ACC_FINAL | Opcodes.ACC_SUPER,
        self.getInternalName(),
        null,
        OBJECT.getInternalName(),
        null);
    Type program = Type.getType(dev.rondo.runtime.Program.class);
    GeneratorAdapter w = method(new Method("program", program, new Type[0]));
    w.newInstance(program);
    w.dup();
    value(w, signature, Signature.class);
    value(w, precision, Precision.class);
    value(w, plan, Plan.class);
    w.newInstance(Type.getObjectType(code));
    w.dup();
    w.invokeConstructor(Type.getObjectType(code), Method.getMethod("void <init> ()"));
    w.invokeConstructor(program, constructor(dev.rondo.runtime.Program.class));
    end(w);
    out.visitEnd();
    return out.toByteArray();
  }

  private GeneratorAdapter method(Method method) {
    GeneratorAdapter w = new GeneratorAdapter(Opcodes.ACC_STATIC, method, null, null, out);
    w.visitCode();
    return w;
  }

  private static void end(GeneratorAdapter w) {
    w.returnValue();
    w.endMethod();
  }

  /** Leaves a value on the stack, as a component of a type wants it. */
  private void value(GeneratorAdapter w, Object value, Class<?> wanted) {
    if (value instanceof String text) {
      w.push(text);
    } else if (value instanceof Enum<?> constant) {
      Type type = Type.getType(constant.getDeclaringClass());
      w.getStatic(type, constant.name(), type);
    } else if (value instanceof Record made) {
      made(w, made);
    } else if (value instanceof List<?> list) {
      list(w, list);
    } else if (value instanceof Map<?, ?> map) {
      map(w, map);
    } else if (value instanceof Optional<?> optional) {
      optional(w, optional);
    } else if (value instanceof OptionalDouble optional) {
      Type type = Type.getType(OptionalDouble.class);
      if (optional.isPresent()) {
        w.push(optional.getAsDouble());
        w.invokeStatic(type, new Method("of", type, new Type[] {Type.DOUBLE_TYPE}));
      } else {
        w.invokeStatic(type, new Method("empty", type, new Type[0]));
      }
    } else {
      number(w, value, wanted.isPrimitive());
    }
  }

  private static void number(GeneratorAdapter w, Object value, boolean primitive) {
    if (value instanceof Integer number) {
      w.push(number);
    } else if (value instanceof Double number) {
      w.push(number);
    } else if (value instanceof Boolean bool) {
      w.push(bool);
    } else {
      throw new IllegalArgumentException("cannot write " + value.getClass());
    }
    if (!primitive) {
      w.valueOf(primitive(value));
    }
  }

  private static Type primitive(Object value) {
    return value instanceof Integer
        ? Type.INT_TYPE
        : value instanceof Double ? Type.DOUBLE_TYPE : Type.BOOLEAN_TYPE;
  }

  private void made(GeneratorAdapter w, Record made) {
    Type type = Type.getType(made.getClass());
    w.newInstance(type);
    w.dup();
    for (RecordComponent component : made.getClass().getRecordComponents()) {
      value(w, component(made, component), component.getType());
    }
    w.invokeConstructor(type, constructor(made.getClass()));
  }

  private static Object component(Record of, RecordComponent component) {
    try {
      return component.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Method constructor(Class<?> record) {
    Type[] types =
        Arrays.stream(record.getRecordComponents())
            .map(component -> Type.getType(component.getType()))
            .toArray(Type[]::new);
    return new Method("<init>", Type.VOID_TYPE, types);
  }

  /** An array that methods fill, a chunk each, as a list. */
  private void list(GeneratorAdapter w, List<?> list) {
    Type array = Type.getType(Object[].class);
    w.push(list.size());
    w.newArray(OBJECT);
    for (int from = 0; from < list.size(); from += CHUNK) {
      List<?> chunk = list.subList(from, Math.min(from + CHUNK, list.size()));
      Method fill = new Method("fill" + methods++, Type.VOID_TYPE, new Type[] {array});
      w.dup();
      w.invokeStatic(self, fill);
      GeneratorAdapter body = method(fill);
      for (int i = 0; i < chunk.size(); i++) {
        body.loadArg(0);
        body.push(from + i);
        value(body, chunk.get(i), Object.class);
        body.arrayStore(OBJECT);
      }
      end(body);
    }
    w.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        LIST.getInternalName(),
        "of",
        Type.getMethodDescriptor(LIST, array),
        true);
  }

  /** One that keeps its order. */
  private void map(GeneratorAdapter w, Map<?, ?> map) {
    Type type = Type.getType(java.util.LinkedHashMap.class);
    w.newInstance(type);
    w.dup();
    w.invokeConstructor(type, Method.getMethod("void <init> ()"));
    map.forEach(
        (key, value) -> {
          w.dup();
          value(w, key, Object.class);
          value(w, value, Object.class);
          w.invokeVirtual(type, Method.getMethod("Object put (Object, Object)"));
          w.pop();
        });
  }

  private void optional(GeneratorAdapter w, Optional<?> optional) {
    Type type = Type.getType(Optional.class);
    if (optional.isPresent()) {
      value(w, optional.get(), Object.class);
      w.invokeStatic(type, new Method("of", type, new Type[] {OBJECT}));
    } else {
      w.invokeStatic(type, new Method("empty", type, new Type[0]));
    }
  }
}
