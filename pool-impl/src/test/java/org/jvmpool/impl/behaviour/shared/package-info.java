/**
 * What the interfaces of {@code org.jvmpool.shared} promise, written once and run against every
 * engine that claims it: {@link org.jvmpool.impl.behaviour.shared.SharedEngine}.
 */
@NullMarked
package org.jvmpool.impl.behaviour.shared;

import org.jspecify.annotations.NullMarked;
