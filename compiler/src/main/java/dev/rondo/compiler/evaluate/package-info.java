/** What equations mean, in double: slow, obvious, and the judge of everything faster. */
package dev.rondo.compiler.evaluate;
