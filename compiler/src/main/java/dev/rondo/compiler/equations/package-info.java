/**
 * The one intermediate representation: a system of recurrence equations over named indices.
 *
 * <p>Every name has one equation and every equation one {@link dev.rondo.compiler.equations.Node};
 * order does not matter until a schedule is made. A time index runs over the steps of a sequence,
 * the batch index over the sequences, feature indices over fixed sizes. The gradient of a system is
 * again a system.
 */
package dev.rondo.compiler.equations;
