package dev.rondo.compiler;

import dev.rondo.compiler.emit.DefineClass;
import dev.rondo.compiler.emit.WriteProgram;
import dev.rondo.runtime.Program;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compiled programs in files, so that a model that was compiled before starts sooner. A file is
 * found by all that decides its content: the equations, and the compiler's and the runtime's jars.
 * What cannot be read or written is as if it were not there.
 */
final class KeepClasses {
  private static final int DIGEST = 32;

  private final Path folder;
  private final String jars;
  private final int most;

  /**
   * @param jars what the compiler and the runtime are
   * @param most so many files at most: the oldest go
   */
  KeepClasses(Path folder, String jars, int most) {
    this.folder = folder;
    this.jars = jars;
    this.most = most;
  }

  /** Where the launcher says so; nowhere for a compiler that is not in a jar: it may change. */
  static Optional<KeepClasses> here() {
    String folder = System.getProperty("rondo.classes");
    String jars = folder == null ? "" : jars();
    return jars.isEmpty()
        ? Optional.empty()
        : Optional.of(new KeepClasses(Path.of(folder), jars, 100));
  }

  /** What the compiler and the runtime are; empty if not in jars. */
  private static String jars() {
    try {
      StringBuilder text = new StringBuilder();
      for (Class<?> part : List.of(KeepClasses.class, Program.class)) {
        CodeSource source = part.getProtectionDomain().getCodeSource();
        if (source == null || !source.getLocation().getProtocol().equals("file")) {
          return "";
        }
        Path jar = Path.of(source.getLocation().toURI());
        if (!Files.isRegularFile(jar)) {
          return "";
        }
        text.append(jar).append(Files.size(jar)).append(Files.getLastModifiedTime(jar));
      }
      return text.toString();
    } catch (IOException | URISyntaxException e) {
      return "";
    }
  }

  /** The name of a file, by what decides its content. */
  String key(Object... parts) {
    String text = jars + Arrays.toString(parts);
    return HexFormat.of().formatHex(digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The program of a class name, if it was kept. */
  Optional<Program> find(String key, String name) {
    try {
      ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(key)));
      byte[] digest = new byte[DIGEST];
      file.get(digest);
      if (!Arrays.equals(digest, digest(bytes(file.slice())))) {
        return Optional.empty();
      }
      byte[] maker = new byte[file.getInt()];
      file.get(maker);
      return Optional.of(DefineClass.define(name, maker, bytes(file)));
    } catch (IOException
        | BufferUnderflowException
        | ReflectiveOperationException
        | LinkageError e) {
      return Optional.empty();
    }
  }

  private static byte[] bytes(ByteBuffer rest) {
    byte[] bytes = new byte[rest.remaining()];
    rest.get(bytes);
    return bytes;
  }

  /** Keeps a program: the class that makes it, and that of its code. */
  void keep(String key, Program program, String name, byte[] code) {
    try {
      String internal = name.replace('.', '/');
      byte[] maker =
          WriteProgram.write(
              program.signature(),
              program.precision(),
              program.plan(),
              internal + "Program",
              internal);
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, "", ".part");
      Files.write(part, file(maker, code));
      Files.move(part, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
      dropOldest();
    } catch (IOException
        | UncheckedIOException
        | IndexOutOfBoundsException
        | IllegalArgumentException e) {
      // no room for it, in the folder or in a class: it starts no sooner
    }
  }

  private static byte[] file(byte[] maker, byte[] code) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(content)) {
      out.writeInt(maker.length);
      out.write(maker);
      out.write(code);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] digest = digest(content.toByteArray());
    return ByteBuffer.allocate(DIGEST + content.size())
        .put(digest)
        .put(content.toByteArray())
        .array();
  }

  private record Dated(Path file, long changed) {}

  private void dropOldest() throws IOException {
    List<Dated> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      // each time once: another process may change it while they are sorted
      all.forEach(file -> files.add(new Dated(file, file.toFile().lastModified())));
    }
    files.sort(Comparator.comparingLong(Dated::changed).reversed());
    for (Dated old : files.subList(Math.min(most, files.size()), files.size())) {
      Files.deleteIfExists(old.file());
    }
  }
}
