/**
 * Writes a plan as the bytecode of one class: a method a kernel, a method a region. ASM is known
 * here and nowhere else.
 */
package dev.rondo.compiler.emit;
