package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.util.MapReferenceResolver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Back references, with a remedy for those that come too early.
 *
 * <p>A lambda, a record or an immutable collection exists only after all it holds was read. What
 * refers back to it from inside meets a {@link Pending} in its place. A field of a bean, an element
 * of a list or an array and a value of a map can wait for it ({@link #whenRead}); for every other
 * holder the cycle is refused, where Kryo would put a null.
 *
 * <p>What stands in a stream of Java serialization has no number here. If it comes up again after
 * the stream, it is noted as {@linkplain #torn torn}, and when the graph is written once more the
 * stream ends with the list of what is sought in it.
 */
final class TravelReferences extends MapReferenceResolver {
  private final List<Waiting> waiting = new ArrayList<>();
  private int issued;
  private int accepted;
  private int holes;
  private boolean strict;

  /* Of the graph that is being written. */
  private Set<Object> streamed = identitySet();
  private Set<Object> torn = Set.of();
  private Set<Object> sought = Set.of();

  static Set<Object> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** Objects that hold others may not be referred to twice: see {@link Codec#decodeStrictly}. */
  void beStrict() {
    strict = true;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Object getReadObject(Class type, int id) {
    Object object = id < readObjects.size() ? readObjects.get(id) : null;
    if (object == null) {
      if (id < 0 || id >= readObjects.size()) {
        throw new Malformed("refers to object " + id + " of " + readObjects.size());
      }
      issued++;
      if (strict) {
        throw new Malformed("refers to an object from within itself");
      }
      return new Pending(id, type);
    }
    if (strict && !isLeaf(object)) {
      throw new Malformed("refers twice to an object of " + object.getClass().getName());
    }
    return object;
  }

  @Override
  public void setReadObject(int id, Object object) {
    super.setReadObject(id, object);
    if (!waiting.isEmpty()) {
      for (int i = waiting.size() - 1; i >= 0; i--) {
        if (waiting.get(i).id == id) {
          Waiting filled = waiting.remove(i);
          holes -= filled.hole ? 1 : 0;
          filled.setter.set(object);
        }
      }
    }
  }

  /** Has a field set as soon as the object of the reference was read. */
  void whenRead(Pending pending, Setter setter) {
    accepted++;
    waiting.add(new Waiting(pending.id, setter, false));
  }

  /** Has the hole in a list, an array or a map filled as soon as the object was read. */
  void fillWhenRead(Pending pending, Setter setter) {
    accepted++;
    holes++;
    waiting.add(new Waiting(pending.id, setter, true));
  }

  /** How many places of lists, arrays and maps are still empty. */
  int holes() {
    return holes;
  }

  @Override
  public int getWrittenId(Object object) {
    int id = super.getWrittenId(object);
    if (id < 0 && !streamed.isEmpty() && streamed.contains(object)) {
      if (torn.isEmpty()) {
        torn = identitySet();
      }
      torn.add(object);
    }
    return id;
  }

  /** Whether an object has its place in the graph that is being written. */
  boolean isWritten(Object object) {
    return !isLeaf(object) && getWrittenId(object) >= 0;
  }

  private static boolean isLeaf(Object object) {
    return object instanceof String || object instanceof Number || object instanceof Enum;
  }

  /** Whether two of them that are equal are as good as one. */
  static boolean isValue(Object object) {
    return isLeaf(object)
        || object instanceof Class
        || object instanceof UUID
        || object.getClass().getPackageName().equals("java.time");
  }

  /** Tells what stands in a stream that is complete. */
  void addStreamed(Collection<Object> objects) {
    streamed.addAll(objects);
  }

  /** What was written twice although it is one object: into a stream, and after it. */
  Set<Object> torn() {
    return torn;
  }

  /** Says before a graph is written what was torn when it was tried before. */
  void seek(Set<Object> objects) {
    sought = objects;
  }

  boolean isSought(Object object) {
    return !sought.isEmpty() && sought.contains(object);
  }

  /** Gives the next number to an object that was read from a stream. */
  void addRead(Object object) {
    setReadObject(nextReadId(object.getClass()), object);
  }

  /** Refuses a graph in which a reference came early and nothing could wait for it. */
  void checkComplete() {
    if (issued != accepted) {
      throw cycle();
    }
  }

  /** Whether something that was read already has a place that is still to be filled. */
  boolean isOneWaiting() {
    return !waiting.isEmpty();
  }

  static Malformed cycle() {
    return new Malformed(
        "the object graph has a cycle through an object that cannot be made before its contents"
            + " (a lambda, a record, an immutable or wrapped collection); break the cycle, or"
            + " hold the back reference in a field of an ordinary class or in an ArrayList");
  }

  @Override
  public void reset() {
    super.reset();
    if (waiting != null) {
      waiting.clear();
      issued = 0;
      accepted = 0;
      holes = 0;
      if (!streamed.isEmpty()) {
        streamed = identitySet();
      }
      torn = Set.of();
      sought = Set.of();
    }
  }

  /** Takes the place of an object that is not there yet. */
  record Pending(int id, Class<?> type) {}

  /** Puts a late value where it belongs. */
  interface Setter {
    void set(Object value);
  }

  private record Waiting(int id, Setter setter, boolean hole) {}
}
