package org.jvmpool.worker.manager;

import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key of a manager. It is shown to nobody.
 *
 * @param family whether it is the one that only the family of processes knows, which is trusted;
 *     not the one for other programs
 */
record ManagerKey(byte[] bytes, boolean family) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ManagerKey that
        && family == that.family
        && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return family ? "the family's key" : "the key for other programs";
  }
}
