package org.jvmpool.impl.launch;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jvmpool.impl.settings.JvmSettings;

/**
 * All JVM options of a child but its paths. The order is the weight, since the JVM takes the last
 * of two: inherited, our defaults, system properties, the user's own.
 */
final class JvmOptions {
  private JvmOptions() {}

  static List<String> of(JvmSettings settings, JavaHome java, Path directory) {
    List<String> inputArguments = ManagementFactory.getRuntimeMXBean().getInputArguments();
    List<String> options = new ArrayList<>();
    options.addAll(InheritedOptions.of(inputArguments, java, directory));
    if (settings.share() > 0) {
      options.addAll(
          MachineShare.options(
              settings.share(),
              settings.maxHeap(),
              settings.options(),
              () -> MachineShare.memory(inputArguments),
              Runtime.getRuntime().availableProcessors()));
      // A worker that ran out of heap is replaced; half-alive it would only lie.
      options.add("-XX:+ExitOnOutOfMemoryError");
    } else if (settings.maxHeap() != null) {
      options.add("-Xmx" + settings.maxHeap());
    }
    options.addAll(defaults());
    if (settings.errorDirectory() != null) {
      options.add("-XX:ErrorFile=" + settings.errorDirectory().resolve("hs_err_pid%p.log"));
    }
    properties(settings).forEach((key, value) -> options.add("-D" + key + "=" + value));
    options.addAll(settings.options());
    return options;
  }

  private static List<String> defaults() {
    return List.of(
        "-Xshare:auto",
        // The JVM's warnings go to stdout by default.
        "-Xlog:disable",
        "-Xlog:all=warning:stderr",
        // A memory-mapped file a JVM in the temp directory, which a killed one leaves behind.
        "-XX:-UsePerfData");
  }

  private static Map<String, String> properties(JvmSettings settings) {
    Map<String, String> properties = new LinkedHashMap<>();
    for (String key : List.of("file.encoding", "stdout.encoding")) {
      String value = System.getProperty(key);
      if (value != null) {
        properties.put(key, value);
      }
    }
    properties.putAll(SystemProperties.inherited(System.getProperties()));
    // Unsafe prints warnings on 24 and later.
    properties.put("kryo.unsafe", "false");
    // That there is no SLF4J provider, or that there are two, one JVM may say, but not each of
    // them.
    properties.putIfAbsent("slf4j.internal.verbosity", "ERROR");
    properties.putAll(settings.systemProperties());
    return properties;
  }
}
