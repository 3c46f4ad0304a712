package org.jvmpool;

public enum RetireReason {
  CRASHED,
  TIMED_OUT,
  CANCELLED,
  MAX_TASKS,
  MEMORY,
  IDLE,
  RESIZED,
  CLOSED,
  TERMINATED,
  PROTOCOL
}
