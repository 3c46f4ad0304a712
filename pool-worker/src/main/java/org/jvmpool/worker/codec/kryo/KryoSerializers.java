package org.jvmpool.worker.codec.kryo;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Brings serializers that are written for Kryo 5, for those who have them already. Who writes a new
 * one is better served by {@link org.jvmpool.spi.ValueSerializer}, which does not name Kryo.
 *
 * <p>Found by {@link java.util.ServiceLoader} as a {@code ValueSerializer} is, and asked after
 * those, for the same classes. Has a public constructor without parameters; serves all threads.
 */
@FunctionalInterface
public interface KryoSerializers {
  /**
   * Makes a serializer for a class. Asked several times: a serializer is used by one thread at a
   * time.
   *
   * @param kryo the Kryo that the serializer will belong to; its registrations must not be changed
   * @param type a class of which an object is to be written or read
   * @return a new serializer, the same on both sides; or null for a class that travels as it would
   *     without
   */
  @Nullable Serializer<?> serializerFor(Kryo kryo, Class<?> type);
}
