/**
 * A trained model as a jar of its own: the compiled program, the runtime that it needs under
 * another name, and the weights. Nothing in it refers to anything but {@code java.base}.
 */
package dev.rondo.compiler.export;
