/**
 * The {@code rondo} command: a thin shell over the compiler and the training library. In come words
 * of a command line, out go text or JSON and an exit code ({@link dev.rondo.cli.ExitCode}).
 *
 * <p>A class a command. What a command does with data stands in a class of its own beside it, so
 * that {@code check} loads no class that only training needs: starting is most of its time.
 */
package dev.rondo.cli;
