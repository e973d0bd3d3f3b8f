/**
 * Parameters in files: {@link dev.rondo.training.weights.Safetensors} is the format, {@link
 * dev.rondo.training.weights.Weights} what Rondo keeps in it.
 */
package dev.rondo.training.weights;
