/** A gradient is clipped, then an optimizer moves the weights: loops over flat arrays. */
package dev.rondo.training.optimize;
