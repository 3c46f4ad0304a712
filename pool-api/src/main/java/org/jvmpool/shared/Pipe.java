package org.jvmpool.shared;

public interface Pipe {
  Connection first();

  Connection second();
} // duplex false: first only receives, second only sends
