package dev.rondo.compiler.syntax;

import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import java.util.List;
import java.util.Optional;

/** What one model file says, in the order in which it says it. */
public record ModelFile(
    Source source,
    List<Import> imports,
    List<Fun> funs,
    List<Cell> cells,
    List<Model> models,
    List<Train> trains) {
  public ModelFile {
    imports = List.copyOf(imports);
    funs = List.copyOf(funs);
    cells = List.copyOf(cells);
    models = List.copyOf(models);
    trains = List.copyOf(trains);
  }

  /** A name where it is defined or referred to. */
  public record Name(String text, Span span) {
    @Override
    public String toString() {
      return text;
    }
  }

  /** {@code import a.b}: the definitions of {@code a/b.rondo} beside the importing file. */
  public record Import(List<Name> path, Span span) {
    public Import {
      path = List.copyOf(path);
    }
  }

  /** {@code fun f(x, y) = body derivative d1, d2}; {@code doc} is the text of its /// comment. */
  public record Fun(
      Name name, List<Name> formals, Expr body, List<Expr> derivatives, String doc, Span span) {
    public Fun {
      formals = List.copyOf(formals);
      derivatives = List.copyOf(derivatives);
    }
  }

  /** What a name in {@code [...]} of a definition stands for. */
  public enum GenericKind {
    SIZE,
    CELL,
    FUN
  }

  /** {@code H = 64}, {@code C: cell}, {@code F: fun = tanh}. */
  public record Generic(Name name, GenericKind kind, Optional<Expr> value) {}

  /** {@code x: [X] = e}: an argument of a cell. */
  public record Formal(Name name, Optional<TypeExpr> type, Optional<Expr> value) {}

  /** {@code cell C[generics](formals) -> result { members }}. */
  public record Cell(
      Name name,
      List<Generic> generics,
      List<Formal> formals,
      Name result,
      List<Member> members,
      String doc,
      Span span) {
    public Cell {
      generics = List.copyOf(generics);
      formals = List.copyOf(formals);
      members = List.copyOf(members);
    }
  }

  /** {@code model M[generics] { members }}. */
  public record Model(
      Name name, List<Generic> generics, List<Member> members, String doc, Span span) {
    public Model {
      generics = List.copyOf(generics);
      members = List.copyOf(members);
    }
  }

  /** {@code train M { setting = e ... }}; without a name it belongs to the file's only model. */
  public record Train(Optional<Name> model, List<Setting> settings, Span span) {
    public Train {
      settings = List.copyOf(settings);
    }
  }

  /** One line of a train block. */
  public record Setting(Name name, Expr value) {}
}
