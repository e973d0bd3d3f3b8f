package dev.rondo.compiler.schedule;

import dev.rondo.runtime.Plan.Space;

/**
 * Where a value is: in the rows of a table, from a number on.
 *
 * @param space how the table numbers its rows
 * @param width how many numbers a row of the value has
 */
public record Place(int table, int offset, Space space, int width) {}
