package dev.rondo;

import dev.rondo.compiler.CheckedModel;
import dev.rondo.compiler.elaborate.Constants;
import dev.rondo.compiler.errors.Diagnostic;
import dev.rondo.compiler.errors.Diagnostics;
import dev.rondo.compiler.errors.ModelException;
import dev.rondo.compiler.errors.Source;
import dev.rondo.compiler.errors.Span;
import dev.rondo.compiler.syntax.Expr;
import dev.rondo.compiler.syntax.ModelFile;
import dev.rondo.compiler.syntax.Parse;
import dev.rondo.runtime.Signature;
import dev.rondo.training.settings.SettingValue;
import dev.rondo.training.settings.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A train block and what is said over it → {@link Settings}. */
final class ReadSettings {
  private final Diagnostics errors = new Diagnostics();
  private final Map<String, SettingValue> values = new LinkedHashMap<>();
  private final Map<String, Span> places = new LinkedHashMap<>();

  private ReadSettings() {}

  /**
   * Reads them.
   *
   * @param over settings over the block's, as {@code --set} has them
   * @throws ModelException for what is not the value of any setting
   * @throws dev.rondo.training.settings.SettingsException for what is not that of its own
   */
  static Settings read(CheckedModel model, List<String> over) {
    ReadSettings reader = new ReadSettings();
    model.train().ifPresent(reader::block);
    reader.errors.throwIfAny();
    over.forEach(reader::set);
    Map<String, Boolean> inputs = new LinkedHashMap<>();
    model
        .inputs()
        .forEach(
            input ->
                inputs.put(
                    input.name(),
                    input.kind() == Signature.Kind.REAL
                        && input.shape().isEmpty()
                        && input.axes().isEmpty()
                        && input.value().isPresent()));
    return Settings.read(reader.values, inputs);
  }

  /** Where the values of the train block stand: the training library knows only their places. */
  static Map<String, Span> places(CheckedModel model) {
    ReadSettings reader = new ReadSettings();
    model.train().ifPresent(reader::block);
    return Collections.unmodifiableMap(reader.places);
  }

  private void block(ModelFile.Train train) {
    Map<String, Span> seen = new LinkedHashMap<>();
    for (ModelFile.Setting setting : train.settings()) {
      Span first = seen.putIfAbsent(setting.name().text(), setting.name().span());
      if (first != null) {
        errors.report(
            new Diagnostic(
                setting.name().span(),
                "'" + setting.name() + "' is set already, on line " + first.line()));
      }
      SettingValue value = value(setting.value(), setting.value().span().toString());
      values.put(setting.name().text(), value);
      // the name may be what is wrong
      places.put(value.place(), setting.name().span().to(setting.value().span()));
    }
  }

  /** {@code name=value}, the value in the language's own syntax. */
  private void set(String setting) {
    int equals = setting.indexOf('=');
    String option = "--set " + setting;
    if (equals < 1 || setting.substring(equals + 1).isBlank()) {
      throw new ArgumentException(option, "a setting is NAME=VALUE, such as batch=16");
    }
    Source source = new Source(option, "train {\n" + setting + "\n}");
    List<ModelFile.Setting> parsed;
    try {
      parsed = Parse.parse(source).trains().get(0).settings();
    } catch (ModelException e) {
      throw new ArgumentException(option, e.diagnostics().get(0).message());
    }
    if (parsed.size() != 1) {
      throw new ArgumentException(option, "this is more than one setting");
    }
    SettingValue value = value(parsed.get(0).value(), option);
    if (errors.any()) {
      throw new ArgumentException(option, errors.all().get(0).message());
    }
    values.put(parsed.get(0).name().text(), value);
  }

  /** An expression as the training library takes it: it does not know the language. */
  private SettingValue value(Expr expr, String place) {
    if (!place.startsWith("--")) {
      places.put(place, expr.span());
    }
    Optional<Double> number = Constants.number(expr);
    if (number.isPresent()) {
      return new SettingValue.Number(number.get(), place);
    }
    if (expr instanceof Expr.Text text) {
      return new SettingValue.Text(text.value(), place);
    }
    if (expr instanceof Expr.NameRef ref) {
      return new SettingValue.Word(ref.name(), place);
    }
    if (expr instanceof Expr.Vector vector) {
      List<SettingValue> elements = new ArrayList<>();
      vector.elements().forEach(e -> elements.add(value(e, inside(e.span(), place))));
      return new SettingValue.ListOf(elements, place);
    }
    if (expr instanceof Expr.Call call && call.of() instanceof Expr.NameRef of) {
      return call(call, of.name(), place);
    }
    errors.report(
        new Diagnostic(
            expr.span(),
            "a setting is a number, a string, a word, a list [a, b] or a call f(a, name = b)"));
    return new SettingValue.Word("none", place);
  }

  private SettingValue call(Expr.Call call, String name, String place) {
    List<SettingValue> positional = new ArrayList<>();
    Map<String, SettingValue> named = new LinkedHashMap<>();
    for (Expr.Arg arg : call.args()) {
      if (arg instanceof Expr.Arg.Positional p) {
        positional.add(value(p.value(), inside(p.value().span(), place)));
      } else if (arg instanceof Expr.Arg.Named n && n.path().size() == 1) {
        SettingValue value = value(n.value(), inside(n.value().span(), place));
        if (named.put(n.path().get(0).text(), value) != null) {
          errors.report(new Diagnostic(n.span(), "'" + n.path().get(0) + "' is given twice"));
        }
      } else {
        errors.report(new Diagnostic(arg.span(), "a setting has no such argument"));
      }
    }
    return new SettingValue.Call(name, positional, named, place);
  }

  /** The place of a part: its own in a file, the whole setting's of what is said over it. */
  private static String inside(Span span, String place) {
    return place.startsWith("--") ? place : span.toString();
  }
}
