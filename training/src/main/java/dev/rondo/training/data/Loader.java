package dev.rondo.training.data;

import dev.rondo.runtime.Signature;
import dev.rondo.training.settings.Settings.Source;
import java.nio.file.Path;
import java.util.List;

/** Reads one format. */
interface Loader {
  /**
   * Whether its files can have such an input.
   *
   * @param axes the model's
   */
  default boolean reads(Binding input, List<Signature.Axis> axes) {
    return !input.hasOwnAxis();
  }

  /**
   * Reads a file.
   *
   * @param source the loader's call, for its options and their places
   * @param file the call's file, resolved
   * @param request what to bind: its inputs, by position
   * @throws dev.rondo.training.DataException if the file is bad
   * @throws dev.rondo.training.settings.SettingsException if the call does not fit the model
   */
  RawData read(Source source, Path file, DataRequest request);
}
