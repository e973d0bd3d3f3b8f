package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.ModelFile;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The names of one model, or of one application of a cell, and what they stand for. */
final class Scope {
  /** What a name stands for. */
  sealed interface Entry {}

  /** A value with a flat name that is settled: an input or a parameter. */
  record Known(String flat) implements Entry {}

  /**
   * An equation, or an argument of a cell: an expression and the scope that it is written in. It is
   * an alias if the expression is a name or an application.
   */
  record Equation(Scope written, String flat, Expr value, Span span) implements Entry {}

  /** A size. */
  record SizeEntry(Size size) implements Entry {}

  /** An axis of fixed length by its flat name. */
  record AxisEntry(String flat) implements Entry {}

  /** Something that can be applied. */
  sealed interface Callable extends Entry {}

  /** A cell with its sizes; {@code params}: where a layer keeps its parameters. */
  record CellValue(ModelFile.Cell cell, Map<String, Entry> generics, Optional<String> params)
      implements Callable {}

  /** A function of the file or the library. */
  record FunValue(ModelFile.Fun fun) implements Callable {}

  /** A function of the language. */
  record Builtin(String name) implements Callable {}

  /** One application of a cell. */
  record Instance(Scope scope, String result) {}

  /** Begins the flat names of equations: empty, or {@code enc.f.}. */
  final String prefix;

  /** Begins the paths of parameters. */
  final String params;

  /** How many applications it is inside of. */
  int depth;

  /** What the scope is called in messages: {@code LSTM}. */
  final String title;

  final Map<String, Entry> names = new LinkedHashMap<>();

  /** States by local name: the span of their declaration. */
  final Map<String, Span> states = new LinkedHashMap<>();

  /**
   * An axis of time by its flat name, or by the one that stands for it until it is found.
   *
   * @param reversed from the last position to the first
   */
  record Time(String axis, boolean reversed) {}

  /** The axes of time that may be used here, by their names here. */
  final Map<String, Time> axes = new LinkedHashMap<>();

  /** The local path of each application in this scope's equations. */
  final IdentityHashMap<Expr, String> paths = new IdentityHashMap<>();

  final IdentityHashMap<Expr, Instance> instances = new IdentityHashMap<>();

  /** Initial values given by the caller, by state; {@code f.h} is one of the application f here. */
  final Map<String, Equation> from = new LinkedHashMap<>();

  /** The application whose final states are the initial ones here. */
  Optional<Instance> fromAll = Optional.empty();

  /** Where that is written. */
  Optional<Span> fromAt = Optional.empty();

  /** Whether an application has this path: an identity map would compare it by identity too. */
  boolean has(String path) {
    return paths.values().stream().anyMatch(path::equals);
  }

  Scope(String prefix, String params, String title) {
    this.prefix = prefix;
    this.params = params;
    this.title = title;
  }
}
