package dev.rondo.training.data;

import dev.rondo.training.settings.Settings.Source;
import java.nio.file.Path;
import java.util.List;

/** Reads one format. */
interface Loader {
  /**
   * Reads a file.
   *
   * @param source the loader's call, for its options and their places
   * @param file the call's file, resolved
   * @param inputs what to bind, by position
   * @throws dev.rondo.training.DataException if the file is bad
   * @throws dev.rondo.training.settings.SettingsException if the call does not fit the model
   */
  RawData read(Source source, Path file, List<Binding> inputs);
}
