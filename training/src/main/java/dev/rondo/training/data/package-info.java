/**
 * Files → {@link dev.rondo.training.data.Dataset}. A loader reads a format into raw columns; then
 * vocabularies, the split and the scaling are the same for all formats: {@link
 * dev.rondo.training.data.Loaders} is the road. Bad data ends in a {@link
 * dev.rondo.training.DataException} with file and line.
 */
package dev.rondo.training.data;
