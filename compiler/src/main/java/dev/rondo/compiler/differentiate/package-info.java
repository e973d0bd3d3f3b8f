/**
 * Differentiates a system of recurrence equations into another one: in reverse mode the delays
 * point the other way, which is back-propagation through time; in forward mode they stay.
 */
package dev.rondo.compiler.differentiate;
