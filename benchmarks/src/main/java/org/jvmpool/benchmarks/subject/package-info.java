/**
 * The programs that are measured: each runs in a JVM of its own, started by the harness, and prints
 * its figures through {@link org.jvmpool.benchmarks.subject.Metric}.
 *
 * <p>Each has its twin of the same name under {@code benchmarks/python}.
 */
@NullMarked
package org.jvmpool.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
