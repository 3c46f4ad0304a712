package org.jvmpool;

import java.io.Serializable;

@FunctionalInterface
public interface VoidTask extends Serializable {
  void run() throws Exception;
}
