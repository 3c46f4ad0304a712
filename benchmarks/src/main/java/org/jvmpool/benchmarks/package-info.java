/**
 * The harness of the side-by-side table. {@link org.jvmpool.benchmarks.Comparison} is the program;
 * {@link org.jvmpool.benchmarks.Catalogue} says what is compared. The harness itself uses no pool:
 * every contender is a child process that prints its figures.
 */
@NullMarked
package org.jvmpool.benchmarks;

import org.jspecify.annotations.NullMarked;
