/**
 * The engines: {@code Multiprocessing.local()} on processes, {@code Multiprocessing.threads()} on
 * threads. The doors are the two providers, which the service loader finds.
 */
@NullMarked
package org.jvmpool.impl;

import org.jspecify.annotations.NullMarked;
