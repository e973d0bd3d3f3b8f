/**
 * Turns a system of equations into a plan: which statements run when, over which rows, and where
 * every value is stored. Nothing here changes a bit of any value.
 */
package dev.rondo.compiler.schedule;
