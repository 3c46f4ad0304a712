package org.jvmpool.worker.manager;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * What identifies a manager for a process that uses it: which manager, and by which of its keys. A
 * client with the family's key and one with the key for others have different rights.
 *
 * @param id drawn by the manager at its start
 */
record ManagerName(String id, ManagerKey key) {
  /** A random id, or another secret name. */
  static String draw() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
