/**
 * Rewrites a system into a smaller one with the same values, then fixes its numerics: after {@link
 * dev.rondo.compiler.simplify.FixNumerics} every rounding is decided, and what follows keeps bits.
 */
package dev.rondo.compiler.simplify;
