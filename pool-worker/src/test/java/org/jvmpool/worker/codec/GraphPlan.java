package org.jvmpool.worker.codec;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.Vector;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * How to build a graph of objects: node after node, each of a kind, with references to other nodes
 * by number. A holder that can be filled later may refer to any node, the others to nodes before
 * them.
 */
record GraphPlan(List<Node> nodes) {
  /** What a node is. */
  enum Kind {
    BEAN,
    HOOKED,
    LIST,
    LINKED,
    MAP,
    ORDERED_MAP,
    ARRAY,
    RECORD,
    IMMUTABLE_LIST,
    IMMUTABLE_MAP,
    AS_LIST,
    UNMODIFIABLE,
    SYNCHRONIZED,
    QUEUE,
    VECTOR,
    TREE,
    COPY_ON_WRITE,
    ATOMIC,
    VALUE,
    NUMBERS;

    boolean isFilledLater() {
      return ordinal() <= ARRAY.ordinal();
    }
  }

  record Node(Kind kind, int number, List<Integer> references) {}

  static class Bean implements Serializable {
    private static final long serialVersionUID = 1;
    int number;

    @SuppressWarnings("serial")
    Object first;

    @SuppressWarnings("serial")
    Object second;

    transient Object forgotten = "never";
  }

  static final class Hooked extends Bean {
    private static final long serialVersionUID = 1;
    transient int twice;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      out.writeInt(number);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      twice = 2 * in.readInt();
    }
  }

  @SuppressWarnings("serial")
  record Pair(Object first, int number, Object second) implements Serializable {}

  /**
   * The graph.
   *
   * @param cyclic whether references to later nodes are followed
   */
  List<Object> build(boolean cyclic) {
    List<Object> made = new ArrayList<>();
    for (Node node : nodes) {
      made.add(
          node.kind.isFilledLater() ? empty(node) : complete(node, known(node, made.size(), made)));
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).kind.isFilledLater()) {
        fill(made.get(i), known(nodes.get(i), cyclic ? made.size() : i, made));
      }
    }
    return made;
  }

  private static List<Object> known(Node node, int below, List<Object> made) {
    List<Object> known = new ArrayList<>();
    for (int reference : node.references) {
      if (below > 0) {
        known.add(made.get(reference % below));
      }
    }
    return known;
  }

  private static Object empty(Node node) {
    switch (node.kind) {
      case BEAN, HOOKED -> {
        Bean bean = node.kind == Kind.BEAN ? new Bean() : new Hooked();
        bean.number = node.number;
        return bean;
      }
      case LIST -> {
        return new ArrayList<>();
      }
      case LINKED -> {
        return new LinkedList<>();
      }
      case MAP -> {
        return new HashMap<>();
      }
      case ORDERED_MAP -> {
        return new LinkedHashMap<>();
      }
      default -> {
        return new Object[node.references.size()];
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static void fill(Object holder, List<Object> content) {
    if (holder instanceof Bean bean) {
      bean.first = content.isEmpty() ? null : content.get(0);
      bean.second = content.size() < 2 ? "none" : content.get(1);
    } else if (holder instanceof Collection) {
      ((Collection<Object>) holder).addAll(content);
    } else if (holder instanceof Map) {
      ((Map<String, Object>) holder).putAll(keyed(content));
    } else {
      Object[] array = (Object[]) holder;
      for (int i = 0; i < content.size(); i++) {
        array[i] = content.get(i);
      }
    }
  }

  private static Map<String, Object> keyed(List<Object> content) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Object each : content) {
      map.put("key " + map.size(), each);
    }
    return map;
  }

  private static Object complete(Node node, List<Object> content) {
    Object first = content.isEmpty() ? null : content.get(0);
    return switch (node.kind) {
      case RECORD -> new Pair(first, node.number, content.size() < 2 ? null : content.get(1));
      case IMMUTABLE_LIST -> List.copyOf(content);
      case IMMUTABLE_MAP -> Map.copyOf(keyed(content));
      case AS_LIST -> Arrays.asList(content.toArray());
      case UNMODIFIABLE -> Collections.unmodifiableList(new ArrayList<>(content));
      case SYNCHRONIZED -> Collections.synchronizedMap(keyed(content));
      case QUEUE -> new ArrayDeque<>(content);
      case VECTOR -> new Vector<>(content);
      case TREE -> new TreeMap<>(keyed(content));
      case COPY_ON_WRITE -> new CopyOnWriteArrayList<>(content);
      case ATOMIC -> new AtomicReference<>(first);
      case NUMBERS -> new int[] {node.number, node.references.size()};
      default -> value(node.number);
    };
  }

  private static Object value(int number) {
    return switch (Math.floorMod(number, 9)) {
      case 0 -> number;
      case 1 -> "text " + number;
      case 2 -> BigDecimal.valueOf(number, 3);
      case 3 -> LocalDate.ofEpochDay(number % 100_000);
      case 4 -> TimeUnit.values()[Math.floorMod(number, TimeUnit.values().length)];
      case 5 -> Optional.of("optional " + number).map(Serializable.class::cast).get();
      case 6 -> new UUID(number, ~number);
      case 7 -> Duration.ofMillis(number);
      default -> (double) number;
    };
  }
}
