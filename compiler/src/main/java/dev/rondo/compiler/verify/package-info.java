/** Checks of a compiled model against what needs no compiler: differences of its own loss. */
package dev.rondo.compiler.verify;
