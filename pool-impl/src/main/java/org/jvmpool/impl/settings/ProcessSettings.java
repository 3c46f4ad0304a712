package org.jvmpool.impl.settings;

import org.jvmpool.VoidTask;

/**
 * Everything that can be said about a process before it is made. Immutable; checked by {@link
 * ProcessSettingsBuilder}.
 *
 * @param main what it does
 * @param daemon whether it is terminated at the end of its parent
 * @param jvm what its JVM is to be; named like the process
 */
public record ProcessSettings(VoidTask main, boolean daemon, JvmSettings jvm) {
  /** Names the process. */
  public String name() {
    return jvm.name();
  }
}
