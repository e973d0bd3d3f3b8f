/**
 * Training and use of compiled models: a {@link dev.rondo.runtime.Model}, a {@link
 * dev.rondo.training.data.Dataset} and {@link dev.rondo.training.settings.Settings} go into {@link
 * dev.rondo.training.Trainer}, and parameters and reports come out; {@link
 * dev.rondo.training.Evaluator}, {@link dev.rondo.training.Forecasts} and {@link
 * dev.rondo.training.Sampler} use them.
 *
 * <p>It knows compiled models alone, neither the language nor the compiler. What it computes
 * depends on model, data, settings and seed, and on nothing else: no clock, no thread, no hash
 * order.
 */
package dev.rondo.training;
