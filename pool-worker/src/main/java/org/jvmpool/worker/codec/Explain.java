package org.jvmpool.worker.codec;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Words a refusal: looks for the shortest way from the root to what was refused.
 *
 * <p>Runs only after a failure, so that the codec need not keep account of where it is. Runs no
 * code of the user but the iterators of collections; gives up after many objects.
 */
final class Explain {
  private static final int MOST_OBJECTS = 200_000;

  private final CannotTravel refusal;
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final ArrayDeque<Step> open = new ArrayDeque<>();

  private Explain(CannotTravel refusal) {
    this.refusal = refusal;
  }

  /** One object on the way, and how it was reached. */
  private record Step(Object object, String label, @Nullable Step before) {}

  /** The message for a root that could not be written. */
  static String message(@Nullable Object root, CannotTravel refusal) {
    if (root == null) {
      return refusal.type() + " cannot travel: " + refusal.reason();
    }
    Step end;
    try {
      end = new Explain(refusal).search(root);
    } catch (RuntimeException | StackOverflowError e) {
      end = null;
    }
    if (end == null) {
      return root.getClass().getName()
          + " cannot travel: it holds a "
          + refusal.type()
          + "; "
          + refusal.reason();
    }
    if (end.before == null) {
      return refusal.type() + " cannot travel: " + refusal.reason();
    }
    return path(end) + " (" + refusal.type() + ") cannot travel: " + refusal.reason() + advice(end);
  }

  private @Nullable Step search(Object root) {
    offer(root, "", null);
    while (!open.isEmpty()) {
      Step step = open.remove();
      if (refusal.isAbout(step.object)) {
        return step;
      }
      if (seen.size() < MOST_OBJECTS) {
        expand(step);
      }
    }
    return null;
  }

  private void offer(@Nullable Object object, String label, @Nullable Step before) {
    if (object != null && seen.add(object)) {
      open.add(new Step(object, label, before));
    }
  }

  private void expand(Step step) {
    Object object = step.object;
    Class<?> type = object.getClass();
    if (Lambdas.isLambda(type)) {
      expandLambda(step);
    } else if (object instanceof Object[] array) {
      for (int i = 0; i < array.length; i++) {
        offer(array[i], "[" + i + "]", step);
      }
    } else if (Proxy.isProxyClass(type)) {
      offer(Proxy.getInvocationHandler(object), ".handler", step);
    } else if (!Serializers.isJdk(type)) {
      expandFields(step, type);
    } else if (object instanceof Collection<?> collection) {
      int i = 0;
      for (Object element : collection) {
        offer(element, "[" + i++ + "]", step);
      }
    } else if (object instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        offer(entry.getKey(), "{key}", step);
        offer(entry.getValue(), "{" + keyLabel(entry.getKey()) + "}", step);
      }
    } else if (object instanceof Map.Entry<?, ?> entry) {
      offer(entry.getKey(), ".key", step);
      offer(entry.getValue(), ".value", step);
    } else if (object instanceof Optional<?> optional) {
      offer(optional.orElse(null), ".value", step);
    } else if (object instanceof AtomicReference<?> reference) {
      offer(reference.get(), ".value", step);
    }
  }

  private static String keyLabel(@Nullable Object key) {
    return key instanceof String || key instanceof Number || key instanceof Enum
        ? String.valueOf(key)
        : "value";
  }

  private void expandLambda(Step step) {
    SerializedLambda parts;
    try {
      parts = Lambdas.serialized(step.object);
    } catch (CannotTravel e) {
      return;
    }
    String owner = parts.getImplClass();
    String name =
        owner.substring(owner.lastIndexOf('/') + 1) + "::" + parts.getImplMethodName() + ".";
    boolean bound =
        parts.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic
            && parts.getImplMethodKind() != MethodHandleInfo.REF_newInvokeSpecial;
    for (int i = 0; i < parts.getCapturedArgCount(); i++) {
      String label = bound && i == 0 ? "this" : "captured" + (bound ? i : i + 1);
      offer(parts.getCapturedArg(i), " -> " + name + label, step);
    }
  }

  private void expandFields(Step step, Class<?> type) {
    for (Class<?> c = type; c != null && !Serializers.isJdk(c); c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0
            && !field.getType().isPrimitive()) {
          try {
            field.setAccessible(true);
            offer(
                field.get(step.object), " -> " + ClassNames.brief(c) + "." + field.getName(), step);
          } catch (IllegalAccessException | InaccessibleObjectException e) {
            // The way leads elsewhere, or the class itself is what is refused.
          }
        }
      }
    }
  }

  private static String path(Step end) {
    List<String> labels = new ArrayList<>();
    Step root = end;
    for (Step s = end; s.before != null; s = s.before) {
      labels.add(0, s.label);
      root = s.before;
    }
    String text = String.join("", labels);
    return text.startsWith(" -> ")
        ? text.substring(4)
        : ClassNames.brief(root.object.getClass()) + text;
  }

  /* The most common surprise: a lambda or an anonymous class brings its enclosing instance. */
  private static String advice(Step end) {
    for (Step s = end; s.before != null; s = s.before) {
      boolean lambda = s.label.endsWith(".this");
      if (lambda || s.label.contains(".this$")) {
        String holder =
            lambda ? "the lambda" : "the inner class " + s.before.object.getClass().getName();
        return ". What happened: "
            + holder
            + " uses its enclosing instance (a "
            + s.object.getClass().getName()
            + ") and so drags in all its fields; use a static nested class, or copy what it needs"
            + " to a local variable first";
      }
    }
    return "";
  }
}
