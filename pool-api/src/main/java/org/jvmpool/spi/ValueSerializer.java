package org.jvmpool.spi;

import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;

/**
 * Says how the objects of one class travel between JVMs, in place of what the library would do: for
 * a class of somebody else that cannot travel, or that has a shorter form.
 *
 * <p>Found by {@link java.util.ServiceLoader}: named in {@code
 * META-INF/services/org.jvmpool.spi.ValueSerializer}, or by {@code provides} in a module, where the
 * class itself is found: by its class loader, and for a class of the JDK by the context class
 * loader of the thread that sends it. Workers have the class path of their parent, so both sides
 * find it; a value whose other side finds another serializer is refused there.
 *
 * <p>Has a public constructor without parameters. One instance serves all threads of a JVM at once,
 * so it keeps nothing between calls.
 *
 * <p>Not asked for numbers, strings, arrays, lambdas, exceptions and the common collections and
 * values of the JDK, which travel in forms of their own; one that names such a class is refused
 * when it is first looked for.
 *
 * <pre>{@code
 * public final class MoneySerializer implements ValueSerializer<Money> {
 *   @Override
 *   public Class<Money> type() {
 *     return Money.class;
 *   }
 *
 *   @Override
 *   public void write(Money money, ObjectOutput out) throws IOException {
 *     out.writeLong(money.cents());
 *     out.writeObject(money.currency());
 *   }
 *
 *   @Override
 *   public Money read(ObjectInput in) throws IOException, ClassNotFoundException {
 *     return Money.of(in.readLong(), (Currency) in.readObject());
 *   }
 * }
 * }</pre>
 *
 * @param <T> the class of the objects
 */
public interface ValueSerializer<T> {
  /**
   * Which objects it is for.
   *
   * @return their class, or an interface or a superclass of theirs with {@link #withSubclasses}
   */
  Class<T> type();

  /**
   * Whether objects of subclasses travel in this way, too. Of several that fit, the one for the
   * nearest class is taken.
   *
   * @return false unless overridden
   */
  default boolean withSubclasses() {
    return false;
  }

  /**
   * Writes a value. What it throws fails the call that sends the value.
   *
   * @param value never null
   * @param out takes primitives as a {@link java.io.DataOutput} does; its {@code writeObject} takes
   *     whatever can travel, also null, and an object that was written before in the same call
   *     stays the same object. Need not be closed
   * @throws IOException when the value cannot be written
   */
  void write(T value, ObjectOutput out) throws IOException;

  /**
   * Reads what {@link #write} wrote, all of it. What it throws fails the task, or the {@code get}
   * of the result.
   *
   * @param in gives what was written, in that order
   * @return a new value; never null
   * @throws IOException when the value cannot be made
   * @throws ClassNotFoundException when a class is missing
   */
  T read(ObjectInput in) throws IOException, ClassNotFoundException;
}
