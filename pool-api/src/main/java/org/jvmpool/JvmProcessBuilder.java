package org.jvmpool;

import java.nio.file.Path;

public interface JvmProcessBuilder {
  JvmProcessBuilder task(VoidTask main);

  JvmProcessBuilder name(String name);

  JvmProcessBuilder daemon(boolean daemon);

  JvmProcessBuilder maxHeap(String size);

  JvmProcessBuilder jvmOptions(String... options);

  JvmProcessBuilder systemProperty(String key, String value);

  JvmProcessBuilder environment(String name, String value);

  JvmProcessBuilder workingDirectory(Path directory);

  JvmProcess build();
}
