/**
 * Settings as written ({@link dev.rondo.training.settings.SettingValue}) → {@link
 * dev.rondo.training.settings.Settings}: names, types and ranges checked, defaults filled in, all
 * mistakes reported at once.
 */
package dev.rondo.training.settings;
