/**
 * What a pool promises, one file a behaviour, each written once and run on every engine that claims
 * it.
 */
@NullMarked
package org.jvmpool.impl.behaviour;

import org.jspecify.annotations.NullMarked;
