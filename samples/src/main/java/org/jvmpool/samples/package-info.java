/**
 * One runnable idea a file: each class with a {@code main} is a sample, run by {@code ./sample} and
 * its name in lower case. {@link CommandLine} and {@link Measured} are what they share.
 */
@NullMarked
package org.jvmpool.samples;

import org.jspecify.annotations.NullMarked;
