package org.jvmpool.worker.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Compares two graphs of a {@link GraphPlan}: same classes, same values, and what is one object in
 * one of them is one object in the other.
 */
final class SameGraph {
  private final Map<Object, Object> there = new IdentityHashMap<>();
  private final Map<Object, Object> back = new IdentityHashMap<>();
  private final ArrayDeque<Object[]> open = new ArrayDeque<>();

  private SameGraph() {}

  /** Null if they are the same, else where they first differ. */
  static String difference(Object one, Object other) {
    return new SameGraph().compare(one, other);
  }

  private String compare(Object one, Object other) {
    open.add(new Object[] {one, other, "root"});
    while (!open.isEmpty()) {
      Object[] next = open.remove();
      String difference = step(next[0], next[1], (String) next[2]);
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private String step(Object a, Object b, String where) {
    if (a == null || b == null) {
      return a == b ? null : where + ": " + a + " and " + b;
    }
    if (a.getClass() != b.getClass()) {
      return where + ": " + a.getClass() + " and " + b.getClass();
    }
    if (isValue(a)) {
      return a.equals(b) || isEmpty(a) && isEmpty(b) ? null : where + ": " + a + " and " + b;
    }
    Object known = there.putIfAbsent(a, b);
    Object knownBack = back.putIfAbsent(b, a);
    if (known == b && isImmutable(a)) {
      return null;
    }
    if ((known != null || knownBack != null) && !isImmutable(a)) {
      return known == b && knownBack == a ? null : where + ": shared in one of them alone";
    }
    if (a instanceof int[] ints) {
      return Arrays.equals(ints, (int[]) b) ? null : where + ": other numbers";
    }
    if (a instanceof Object[] array) {
      return elements(Arrays.asList(array), Arrays.asList((Object[]) b), where);
    } else if (a instanceof Collection<?> collection) {
      return elements(new ArrayList<>(collection), new ArrayList<>((Collection<?>) b), where);
    } else if (a instanceof Map<?, ?> map) {
      return entries(map, (Map<?, ?>) b, where);
    } else if (a instanceof AtomicReference<?> reference) {
      return elements(
          Arrays.asList(reference.get()), Arrays.asList(((AtomicReference<?>) b).get()), where);
    }
    return fields(a, b, where);
  }

  /* Java serialization replaces them before anybody can see that they are shared. */
  private static boolean isImmutable(Object object) {
    String name = object.getClass().getName();
    return name.startsWith("java.util.ImmutableCollections")
        || name.equals("java.util.Collections$UnmodifiableRandomAccessList");
  }

  private static boolean isEmpty(Object object) {
    return object instanceof Collection<?> collection && collection.isEmpty();
  }

  /* Their identity says nothing, and List.of() is the same everywhere. */
  private static boolean isValue(Object object) {
    return object.getClass().getName().startsWith("java.")
        && !(object instanceof Object[])
        && !(object instanceof Collection<?> c && !c.isEmpty())
        && !(object instanceof Map<?, ?> m && !m.isEmpty())
        && !(object instanceof AtomicReference);
  }

  private String elements(List<?> a, List<?> b, String where) {
    if (a.size() != b.size()) {
      return where + ": " + a.size() + " and " + b.size() + " elements";
    }
    for (int i = 0; i < a.size(); i++) {
      open.add(new Object[] {a.get(i), b.get(i), where + "[" + i + "]"});
    }
    return null;
  }

  private String entries(Map<?, ?> a, Map<?, ?> b, String where) {
    if (!a.keySet().equals(b.keySet())) {
      return where + ": keys " + a.keySet() + " and " + b.keySet();
    }
    a.forEach((key, value) -> open.add(new Object[] {value, b.get(key), where + "{" + key + "}"}));
    return null;
  }

  private String fields(Object a, Object b, String where) {
    for (Class<?> c = a.getClass(); c != Object.class && c != Record.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
          field.setAccessible(true);
          try {
            open.add(new Object[] {field.get(a), field.get(b), where + "." + field.getName()});
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
    return null;
  }
}
