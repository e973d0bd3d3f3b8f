package dev.rondo.training.data;

import dev.rondo.training.settings.Settings.Source;
import java.nio.file.Path;

/** Reads one format. */
interface Loader {
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
