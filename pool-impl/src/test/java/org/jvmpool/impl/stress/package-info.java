/**
 * The pool under loads and accidents that no user would ask for: run by the Maven profile {@code
 * stress} and by nothing else. Each test prints its figures.
 *
 * <p>{@code -Djvmpool.stress.factor=10} makes everything ten times as much; then also give {@code
 * -Djunit.jupiter.execution.timeout.mode=disabled -Dtests.timeout.seconds=36000}. {@code
 * -Djvmpool.stress.seed=…} repeats the random choices of a run, which prints its seed.
 */
@NullMarked
package org.jvmpool.impl.stress;

import org.jspecify.annotations.NullMarked;
