package org.jvmpool.impl.threads;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jvmpool.JvmProcess;
import org.jvmpool.JvmProcessBuilder;
import org.jvmpool.impl.settings.JvmSettings;
import org.jvmpool.impl.settings.ProcessSettings;
import org.jvmpool.impl.settings.ProcessSettingsBuilder;
import org.jvmpool.worker.Log;
import org.jvmpool.worker.Logs;
import org.jvmpool.worker.codec.InFlight;
import org.jvmpool.worker.plain.Copies;

/** Makes processes on threads, and tells which one runs the calling code. */
public final class ThreadProcesses {
  private static final Log LOG = Logs.of(ThreadProcesses.class);

  private ThreadProcesses() {}

  /** Begins a process of the calling one. */
  public static JvmProcessBuilder builder() {
    JvmProcess maker = current();
    return new ProcessSettingsBuilder(maker.isDaemon(), null, settings -> process(settings, maker));
  }

  private static JvmProcess process(ProcessSettings settings, JvmProcess maker) {
    List<String> ignored = processOnly(settings.jvm());
    if (!ignored.isEmpty()) {
      LOG.warn(
          "{}: it is a thread, so these settings mean nothing: {}",
          settings.name(),
          String.join(", ", ignored));
    }
    InFlight inFlight = new InFlight();
    byte[] main = inFlight.noteDuring(() -> Copies.encode(settings.main()));
    return new ThreadProcess(settings.name(), settings.daemon(), main, inFlight, maker);
  }

  /** The settings that were made and that only a process can have. */
  private static List<String> processOnly(JvmSettings jvm) {
    Map<String, Boolean> made = new LinkedHashMap<>();
    made.put("maxHeap", jvm.maxHeap() != null);
    made.put("jvmOptions", !jvm.options().isEmpty());
    made.put("systemProperty", !jvm.systemProperties().isEmpty());
    made.put("environment", !jvm.environment().isEmpty());
    made.put("workingDirectory", jvm.workingDirectory() != null);
    return made.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey).toList();
  }

  /** The process that runs the calling thread: this JVM, unless it is the main of another. */
  public static JvmProcess current() {
    ThreadProcess process = ThreadProcess.CURRENT.get();
    return process == null ? RootProcess.INSTANCE : process;
  }

  /** The process that started the current one; absent in this JVM's own threads. */
  public static Optional<JvmProcess> parent() {
    return Optional.ofNullable(ThreadProcess.CURRENT.get()).map(ThreadProcess::parent);
  }

  /** Those that the current process has started and that live. */
  public static List<JvmProcess> activeChildren() {
    return Children.of(current()).living();
  }
}
