/**
 * What a pool is made of: {@link org.jvmpool.impl.settings.SettingsBuilder} checks each value where
 * it is set, {@link org.jvmpool.impl.settings.PoolSettings} is the immutable outcome.
 */
@NullMarked
package org.jvmpool.impl.settings;

import org.jspecify.annotations.NullMarked;
