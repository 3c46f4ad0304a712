/**
 * What an engine implements: {@link org.jvmpool.spi.MultiprocessingProvider} is how it is found,
 * and {@link org.jvmpool.spi.WorkerContexts} is where it says which task runs where. Of programs
 * that only use jvmpool, those need something of this package that say how objects of a class
 * travel: {@link org.jvmpool.spi.ValueSerializer}.
 *
 * <p>The door is {@link org.jvmpool.spi.Providers}, through which the static factories of the API
 * find their engine.
 */
@NullMarked
package org.jvmpool.spi;

import org.jspecify.annotations.NullMarked;
