/**
 * Everything that the {@code rondo} command does, for Java: {@link dev.rondo.Rondo#compile} gives a
 * {@link dev.rondo.RecurrentModel}, training or weights make it a {@link dev.rondo.TrainedModel},
 * whose {@link dev.rondo.runtime.Predictor} steps over states that callers own.
 */
package dev.rondo;
