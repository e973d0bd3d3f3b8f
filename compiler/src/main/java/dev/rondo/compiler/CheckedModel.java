package dev.rondo.compiler;

import dev.rondo.compiler.elaborate.BuildSignature;
import dev.rondo.compiler.elaborate.Draft;
import dev.rondo.compiler.elaborate.Elaborated;
import dev.rondo.compiler.elaborate.Size;
import dev.rondo.compiler.equations.Equations;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.runtime.Precision;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A model without errors, some of whose sizes may still be open: the data will give them. */
public final class CheckedModel {
  private final ModelFile file;
  private final List<ModelFile> files;
  private final Elaborated elaborated;

  CheckedModel(ModelFile file, List<ModelFile> files, Elaborated elaborated) {
    this.file = file;
    this.files = List.copyOf(files);
    this.elaborated = elaborated;
  }

  /**
   * A parameter as declared.
   *
   * @param shape as a person writes it, such as {@code [H, X]}
   * @param factors sizes and lengths of axes, whose product is the count
   * @param count how many numbers it has, if its sizes are known
   */
  public record Parameter(
      String path, String shape, List<String> factors, boolean fixed, OptionalInt count) {}

  /**
   * An input as declared.
   *
   * @param vocabulary for a token the name of the size that its vocabulary gives
   * @param axes the numbers of the axes that it runs over
   * @param shape sizes: a number, or the name of a size that the data gives
   */
  public record Input(
      String name,
      Signature.Kind kind,
      List<Integer> axes,
      Optional<String> vocabulary,
      List<String> shape,
      OptionalDouble value) {}

  public String name() {
    return elaborated.draft().model;
  }

  /** The model file itself. */
  public ModelFile file() {
    return file;
  }

  /** The model file and every file that it imports. */
  public List<ModelFile> files() {
    return files;
  }

  /** The train block of this model, if the file has one. */
  public Optional<ModelFile.Train> train() {
    return file.trains().stream()
        .filter(t -> t.model().map(n -> n.text().equals(name())).orElse(file.models().size() == 1))
        .findFirst();
  }

  /** The model's sizes with their values, where they are known without data. */
  public Map<String, OptionalInt> sizes() {
    Map<String, OptionalInt> sizes = new LinkedHashMap<>();
    elaborated
        .draft()
        .sizes
        .forEach(
            (name, value) -> sizes.put(name, value.map(Size::value).orElse(OptionalInt.empty())));
    return sizes;
  }

  /** In declaration order. */
  public List<Parameter> parameters() {
    Map<String, Size> known = known();
    List<Parameter> parameters = new ArrayList<>();
    for (Draft.ParamDeclaration param : elaborated.draft().params.values()) {
      List<Size> shape = elaborated.shapes().types().get("param " + param.path()).shape();
      Map<String, Size> axes = elaborated.draft().axes;
      List<Size> factors =
          Stream.concat(param.axes().stream().map(axes::get), shape.stream())
              .map(size -> size.replace(elaborated.shapes().solved()))
              .toList();
      Size count = factors.stream().reduce(Size.of(1), Size::times).replace(known);
      String over =
          param.axes().stream().map(axis -> " over " + axis).collect(Collectors.joining());
      parameters.add(
          new Parameter(
              param.path(),
              (shape.isEmpty() ? "real" : shape.toString()) + over,
              factors.stream().map(Size::toString).toList(),
              param.fixed(),
              count.value()));
    }
    return parameters;
  }

  private Map<String, Size> known() {
    Map<String, Size> known = new LinkedHashMap<>();
    sizes().forEach((n, v) -> v.ifPresent(i -> known.put(n, Size.of(i))));
    return known;
  }

  /** The axes of time, that along which the model runs step by step first. */
  public List<Signature.Axis> axes() {
    return BuildSignature.axes(elaborated);
  }

  /** In declaration order. */
  public List<Input> inputs() {
    Map<String, Size> known = known();
    List<Input> inputs = new ArrayList<>();
    for (Draft.InputDeclaration input : elaborated.draft().inputs.values()) {
      inputs.add(
          new Input(
              input.name(),
              input.type().kind(),
              BuildSignature.numbers(elaborated, input.axes()),
              input.vocabulary().map(Size::toString),
              input.shape(elaborated.draft()).stream()
                  .map(s -> s.replace(known).toString())
                  .toList(),
              input.value().map(OptionalDouble::of).orElse(OptionalDouble.empty())));
    }
    return inputs;
  }

  /** The symbols that the model names, by vocabulary: they come first in it, in this order. */
  public Map<String, List<String>> literals() {
    return elaborated.literals();
  }

  /** The files that parameters begin with, as written. */
  public Set<String> tables() {
    return elaborated.tables();
  }

  /** The symbol that ends what an input is fed, by input. */
  public Map<String, String> untils() {
    Map<String, String> untils = new LinkedHashMap<>();
    elaborated.draft().feeds.forEach(f -> f.until().ifPresent(s -> untils.put(f.input(), s)));
    return untils;
  }

  /** The model as recurrence equations, as written: before any pass has rewritten it. */
  public Equations equations(Map<String, Integer> sizes) {
    elaborated.requireWritten();
    return Road.equations(elaborated, sizes);
  }

  /**
   * Binds the open sizes and compiles.
   *
   * @param sizes every size without a value, and any other to override
   * @throws dev.rondo.compiler.errors.ModelException if a size is missing
   */
  public CompiledModel compile(Map<String, Integer> sizes, Precision precision) {
    return new CompiledModel(equations(sizes), precision, file.source().name());
  }
}
