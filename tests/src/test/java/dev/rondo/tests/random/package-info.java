/** Random programs: well-typed models with data, and the smallest part of one that still fails. */
package dev.rondo.tests.random;
