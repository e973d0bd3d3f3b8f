/**
 * How fast Rondo is, beside other systems: benchmarks for JMH, and {@link
 * dev.rondo.benchmarks.Compare}.
 */
package dev.rondo.benchmarks;
