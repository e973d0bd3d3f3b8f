package dev.rondo.compiler.elaborate;

import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.runtime.Initial;
import dev.rondo.runtime.Signature;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** What a model takes and gives, with its sizes bound. */
public final class BuildSignature {
  private BuildSignature() {}

  static Signature of(Elaborated model, BindSizes sizes) {
    Draft draft = model.draft();
    List<Signature.Parameter> parameters = new ArrayList<>();
    int offset = 0;
    for (Draft.ParamDeclaration param : both(draft.params.values(), draft.updates)) {
      Draft.Type type = model.shapes().types().get("param " + param.path());
      try {
        Signature.Parameter parameter =
            new Signature.Parameter(
                param.path(),
                shape(model, sizes, param.axes(), type.shape()),
                offset,
                param.fixed(),
                initial(draft.initials.get(param.path()), type.shape()));
        offset = Math.addExact(offset, parameter.size());
        parameters.add(parameter);
      } catch (ArithmeticException e) { // a flat array has no more
        throw new ModelException(
            List.of(
                new Diagnostic(
                    param.span(),
                    "with " + param.path() + " the parameters are more than 2^31 numbers",
                    "choose smaller sizes than "
                        + sizes.all().entrySet().stream()
                            .map(size -> size.getKey() + " = " + size.getValue())
                            .collect(Collectors.joining(", ")))));
      }
    }
    List<Signature.Input> inputs = new ArrayList<>();
    for (Draft.InputDeclaration input : both(draft.inputs.values(), draft.draws)) {
      inputs.add(
          new Signature.Input(
              input.name(),
              input.type().kind(),
              shape(model, sizes, input.fixed(), model.type(input.name()).shape()),
              numbers(model, input.axes()),
              input.vocabulary().map(Size::toString),
              input.value().map(OptionalDouble::of).orElse(OptionalDouble.empty())));
    }
    List<Signature.Output> outputs = new ArrayList<>();
    draft.outputs.forEach((name, item) -> outputs.add(output(model, sizes, name, item)));
    List<Signature.Term> terms = new ArrayList<>();
    draft.terms.stream()
        .filter(Draft.TermDeclaration::loss)
        .forEach(t -> terms.add(new Signature.Term(t.name(), true, t.accumulator())));
    draft.terms.stream()
        .filter(t -> !t.loss())
        .forEach(t -> terms.add(new Signature.Term(t.name(), false, t.accumulator())));
    return new Signature(draft.model, sizes.all(), axes(model), parameters, inputs, outputs, terms);
  }

  /** The axes of time, the first one first. */
  public static List<Signature.Axis> axes(Elaborated model) {
    List<String> names = OrderAxes.of(model);
    List<Signature.Axis> axes = new ArrayList<>();
    for (String name : names) {
      Draft.TimeAxis axis = model.draft().times.get(name);
      int source = axis.source().map(model.draft()::time).map(names::indexOf).orElse(-1);
      int within = model.draft().within(name).map(names::indexOf).orElse(-1);
      axes.add(new Signature.Axis(name, source, axis.by(), within));
    }
    return axes;
  }

  /** The numbers of axes in the signature. */
  public static List<Integer> numbers(Elaborated model, List<String> axes) {
    List<String> names = OrderAxes.of(model);
    return axes.stream().map(model.draft()::time).map(names::indexOf).toList();
  }

  /** A file's rows are for the symbols of the first index. */
  private static Initial initial(Initial of, List<Size> shape) {
    if (of instanceof Initial.File file && file.tensor().isEmpty()) {
      return new Initial.File(file.file(), file.tensor(), Optional.of(shape.get(0).toString()));
    }
    return of instanceof Initial.Apply apply
        ? new Initial.Apply(
            apply.function(), apply.arguments().stream().map(a -> initial(a, shape)).toList())
        : of;
  }

  /** The lengths of axes, then the sizes. */
  private static List<Integer> shape(
      Elaborated model, BindSizes sizes, List<String> axes, List<Size> shape) {
    List<Size> all = new ArrayList<>();
    axes.forEach(axis -> all.add(model.draft().axes.get(axis).replace(model.shapes().solved())));
    all.addAll(shape);
    return sizes.shape(all);
  }

  private static <T> List<T> both(Collection<T> declared, List<T> drawn) {
    List<T> both = new ArrayList<>(declared);
    both.addAll(drawn);
    return both;
  }

  private static Signature.Output output(
      Elaborated model, BindSizes sizes, String name, String item) {
    Draft.Type type = model.type(item);
    return new Signature.Output(
        name,
        type.kind(),
        shape(model, sizes, model.fixedAxes(item), type.shape()),
        numbers(model, OrderAxes.ordered(model, model.extent(item))),
        Optional.ofNullable(model.shapes().vocabularies().get(model.draft().resolve(item)))
            .filter(vocabulary -> type.kind() == Signature.Kind.TOKEN)
            .map(Size::toString));
  }
}
