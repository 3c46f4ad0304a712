package org.jvmpool.worker.manager;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.jvmpool.SerializableSupplier;
import org.jvmpool.VoidTask;

/**
 * How a manager is to be. Travels to the JVM where it runs.
 *
 * @param name for messages and threads
 * @param id names it among all
 * @param familyAddress where it listens for its own family, as text
 * @param familyKey the key that its family has
 * @param address where it listens for other programs, as text, or null
 * @param authKey the key that other programs have, or null when there are none
 * @param initializer runs before it serves, or null
 * @param types what can be made besides the built-in objects
 * @param allowed names of classes that clients of other programs may send
 */
public record ManagerSettings(
    String name,
    String id,
    String familyAddress,
    byte[] familyKey,
    @Nullable String address,
    byte @Nullable [] authKey,
    @Nullable VoidTask initializer,
    List<RegisteredType> types,
    List<String> allowed)
    implements Serializable {

  /** A random id. */
  public static String drawId() {
    return ManagerName.draw();
  }

  /** The same, listening for its family at the address that it got. */
  public ManagerSettings at(String family) {
    return new ManagerSettings(
        name, id, family, familyKey, address, authKey, initializer, types, allowed);
  }

  /** A type that was registered: an interface, and what makes an object of it. */
  public record RegisteredType(Class<?> type, SerializableSupplier<?> factory)
      implements Serializable {}
}
