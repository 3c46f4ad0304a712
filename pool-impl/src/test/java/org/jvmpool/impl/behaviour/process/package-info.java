/** What processes of {@code Multiprocessing.local()} do, on real JVMs. */
@NullMarked
package org.jvmpool.impl.behaviour.process;

import org.jspecify.annotations.NullMarked;
