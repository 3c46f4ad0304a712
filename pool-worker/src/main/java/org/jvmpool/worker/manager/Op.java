package org.jvmpool.worker.manager;

import org.jspecify.annotations.Nullable;

/**
 * What can be asked of an object of a manager. The order is part of the protocol. Behind each stand
 * its arguments; <i>many</i> is a count and values.
 */
enum Op {
  // any object
  /**
   * How often this session's process had got the object, which it does not use any more; 1 if it
   * may have sent it elsewhere, else 0.
   */
  CLOSE,
  /** The object ends for everybody. */
  END,
  /** Whether the object is there. */
  EXISTS,
  TO_STRING,

  // the manager: object 0
  /** Kind, then what that kind wants. Answers the id of the new object. */
  CREATE,
  STATS,
  STOP,

  // dict
  DICT_GET,
  DICT_PUT,
  DICT_PUT_ALL,
  DICT_PUT_IF_ABSENT,
  DICT_REMOVE,
  DICT_REMOVE_ENTRY,
  DICT_REMOVE_KEYS,
  DICT_RETAIN_KEYS,
  DICT_REPLACE,
  DICT_REPLACE_ENTRY,
  /** Key, the bytes expected or null for none, the new value or null to remove: compare and set. */
  DICT_SWAP,
  DICT_CONTAINS_KEY,
  DICT_CONTAINS_VALUE,
  DICT_SIZE,
  DICT_CLEAR,
  DICT_KEYS,
  DICT_SNAPSHOT,
  DICT_COMPUTE,
  DICT_COMPUTE_IF_ABSENT,
  DICT_COMPUTE_IF_PRESENT,
  DICT_MERGE,
  DICT_REPLACE_ALL,

  // list and array
  LIST_GET,
  LIST_SET,
  LIST_ADD,
  LIST_INSERT,
  LIST_ADD_ALL,
  LIST_INSERT_ALL,
  LIST_REMOVE_AT,
  LIST_REMOVE,
  LIST_REMOVE_RANGE,
  LIST_REMOVE_ALL,
  LIST_RETAIN_ALL,
  /** Index and the bytes expected there: removes that element, or the first equal one. */
  LIST_REMOVE_EXACT,
  LIST_SIZE,
  LIST_CLEAR,
  LIST_CONTAINS,
  LIST_CONTAINS_ALL,
  LIST_INDEX_OF,
  LIST_LAST_INDEX_OF,
  LIST_SNAPSHOT,
  /** The version that is expected, many: compare and set of the whole. */
  LIST_SWAP,
  LIST_REPLACE_ALL,
  LIST_REMOVE_IF,
  LIST_SORT,

  // set
  SET_ADD,
  SET_ADD_ALL,
  SET_REMOVE,
  SET_REMOVE_ALL,
  SET_RETAIN_ALL,
  SET_CONTAINS,
  SET_CONTAINS_ALL,
  SET_SIZE,
  SET_CLEAR,
  SET_SNAPSHOT,

  // namespace
  NAMESPACE_GET,
  NAMESPACE_SET,
  NAMESPACE_DELETE,
  NAMESPACE_NAMES,

  // value
  VALUE_GET,
  VALUE_SET,
  VALUE_SWAP,
  VALUE_UPDATE,

  // locks
  LOCK_LOCK,
  LOCK_LOCK_INTERRUPTIBLY,
  /** Nanoseconds to wait. */
  LOCK_TRY_LOCK,
  LOCK_UNLOCK,
  /** Answers whether the calling thread had the lock, which it gives back once; holds no object. */
  LOCK_UNLOCK_OWN,
  LOCK_IS_LOCKED,
  LOCK_WAS_ABANDONED,
  LOCK_NEW_CONDITION,

  // conditions
  CONDITION_LOCK,
  CONDITION_AWAIT,
  CONDITION_AWAIT_UNINTERRUPTIBLY,
  /** Nanoseconds to wait; answers whether there was a signal. */
  CONDITION_AWAIT_NANOS,
  CONDITION_SIGNAL,
  CONDITION_SIGNAL_ALL,

  // semaphores
  SEMAPHORE_ACQUIRE,
  SEMAPHORE_TRY_ACQUIRE,
  SEMAPHORE_RELEASE,
  SEMAPHORE_AVAILABLE,

  // events
  EVENT_IS_SET,
  EVENT_SET,
  EVENT_CLEAR,
  EVENT_AWAIT,

  // barriers
  BARRIER_AWAIT,
  BARRIER_PARTIES,
  BARRIER_WAITING,
  BARRIER_IS_BROKEN,
  BARRIER_ABORT,
  BARRIER_RESET,

  // queues
  /** Value, nanoseconds to wait at most, -1 for ever. */
  QUEUE_PUT,
  /** Nanoseconds to wait at most, -1 for ever. What was taken is put back if no ACK follows. */
  QUEUE_TAKE,
  /** How many at most. */
  QUEUE_DRAIN,
  QUEUE_SIZE,
  QUEUE_REMAINING,
  QUEUE_TASK_DONE,
  QUEUE_JOIN,

  // registered types, and pools
  /** Number of the method, its arguments. */
  REGISTERED_CALL;

  private static final Op[] ALL = values();

  static @Nullable Op of(int ordinal) {
    return ordinal < 0 || ordinal >= ALL.length ? null : ALL[ordinal];
  }
}
