/**
 * JMH micro-benchmarks against the public interfaces alone; {@code benchmarks/jmh} runs them. JMH's
 * generated code needs the classes to be public.
 */
@NullMarked
package org.jvmpool.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
