package org.jvmpool.manager;

import java.io.Serializable;
import java.util.List;
import org.jvmpool.SerializableComparator;
import org.jvmpool.SerializablePredicate;
import org.jvmpool.SerializableUnaryOperator;

public interface SharedList<E> extends List<E>, Serializable {
  void replaceAll(SerializableUnaryOperator<E> fn);

  boolean removeIf(SerializablePredicate<? super E> filter);

  void sort(SerializableComparator<? super E> order);

  List<E> snapshot();
}
