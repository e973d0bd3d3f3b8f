package dev.rondo.compiler.syntax;

import dev.rondo.compiler.syntax.ModelFile.Cell;
import dev.rondo.compiler.syntax.ModelFile.Formal;
import dev.rondo.compiler.syntax.ModelFile.Fun;
import dev.rondo.compiler.syntax.ModelFile.Generic;
import dev.rondo.compiler.syntax.ModelFile.GenericKind;
import dev.rondo.compiler.syntax.ModelFile.Model;
import dev.rondo.compiler.syntax.ModelFile.Name;
import dev.rondo.compiler.syntax.ModelFile.Train;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A {@link ModelFile} as source text. Comments other than documentation are not kept. */
public final class PrintSyntax {
  private PrintSyntax() {}

  public static String print(ModelFile file) {
    List<String> parts = new ArrayList<>();
    if (!file.imports().isEmpty()) {
      parts.add(
          file.imports().stream()
              .map(i -> "import " + path(i.path()) + "\n")
              .collect(Collectors.joining()));
    }
    file.funs().forEach(fun -> parts.add(fun(fun)));
    file.cells().forEach(cell -> parts.add(cell(cell)));
    file.models().forEach(model -> parts.add(model(model)));
    file.trains().forEach(train -> parts.add(train(train)));
    return String.join("\n", parts);
  }

  /** One line of a cell or model. */
  public static String print(Member member) {
    return PrintMember.print(member);
  }

  public static String print(Expr expr) {
    return PrintExpr.print(expr);
  }

  public static String print(TypeExpr type) {
    String begin =
        switch (type.kind()) {
          case FEATURES -> "[" + PrintExpr.list(type.sizes()) + "]";
          case TOKEN -> "token[" + PrintExpr.list(type.sizes()) + "]";
          case REAL -> "real";
          case INT -> "int";
        };
    return begin
        + type.over().stream()
            .map(o -> " over " + o.axis() + o.in().map(in -> " in " + in).orElse(""))
            .collect(Collectors.joining());
  }

  static String path(List<Name> path) {
    return path.stream().map(Name::text).collect(Collectors.joining("."));
  }

  static String names(List<Name> names) {
    return names.stream().map(Name::text).collect(Collectors.joining(", "));
  }

  /** What stands before an expression, and the expression; nothing if there is none. */
  static String clause(String before, Optional<Expr> expr) {
    return expr.map(e -> before + PrintExpr.print(e)).orElse("");
  }

  private static String fun(Fun fun) {
    String derivative =
        fun.derivatives().isEmpty() ? "" : " derivative " + PrintExpr.list(fun.derivatives());
    return "%sfun %s(%s) = %s%s\n"
        .formatted(
            doc(fun.doc()),
            fun.name(),
            names(fun.formals()),
            PrintExpr.print(fun.body()),
            derivative);
  }

  private static String cell(Cell cell) {
    return "%scell %s%s(%s) -> %s {\n%s}\n"
        .formatted(
            doc(cell.doc()),
            cell.name(),
            generics(cell.generics()),
            cell.formals().stream().map(PrintSyntax::formal).collect(Collectors.joining(", ")),
            cell.result(),
            members(cell.members()));
  }

  private static String model(Model model) {
    return "%smodel %s%s {\n%s}\n"
        .formatted(
            doc(model.doc()), model.name(), generics(model.generics()), members(model.members()));
  }

  private static String train(Train train) {
    return "train %s{\n%s}\n"
        .formatted(
            train.model().map(name -> name + " ").orElse(""),
            train.settings().stream()
                .map(s -> "  %s = %s\n".formatted(s.name(), PrintExpr.print(s.value())))
                .collect(Collectors.joining()));
  }

  private static String doc(String doc) {
    return doc.isEmpty()
        ? ""
        : doc.lines().map(line -> ("/// " + line).strip() + "\n").collect(Collectors.joining());
  }

  private static String generics(List<Generic> generics) {
    return generics.isEmpty()
        ? ""
        : generics.stream().map(PrintSyntax::generic).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String generic(Generic generic) {
    String kind =
        generic.kind() == GenericKind.SIZE
            ? ""
            : generic.kind() == GenericKind.CELL ? ": cell" : ": fun";
    return generic.name() + kind + clause(" = ", generic.value());
  }

  private static String formal(Formal formal) {
    return formal.name()
        + formal.type().map(type -> ": " + print(type)).orElse("")
        + clause(" = ", formal.value());
  }

  private static String members(List<Member> members) {
    return members.stream()
        .map(member -> "  " + print(member) + "\n")
        .collect(Collectors.joining());
  }
}
