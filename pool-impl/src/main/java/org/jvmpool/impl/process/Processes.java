package org.jvmpool.impl.process;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.jvmpool.JvmProcess;
import org.jvmpool.JvmProcessBuilder;
import org.jvmpool.Settings;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.VoidTask;
import org.jvmpool.impl.settings.JvmSettings;
import org.jvmpool.impl.settings.ProcessSettings;
import org.jvmpool.impl.settings.ProcessSettingsBuilder;
import org.jvmpool.worker.ParentJvm;
import org.jvmpool.worker.WorkerJvm;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.EncodedFunction;
import org.jvmpool.worker.wire.FunctionMessage;

/** Makes processes, with spares or without. Owns no thread but those of its spares. */
public final class Processes {
  private static final Children CHILDREN = new Children();
  private static final Processes PLAIN = new Processes(null, Spares.none());

  private final @Nullable Path javaHome;
  private final Spares spares;

  private Processes(@Nullable Path javaHome, Spares spares) {
    this.javaHome = javaHome;
    this.spares = spares;
  }

  /** Those of {@code Multiprocessing.local()}. */
  public static Processes plain() {
    return PLAIN;
  }

  /** Starts the spares, in the background. */
  public static Processes of(Settings settings) {
    Path javaHome = settings.javaHome().orElse(null);
    FunctionMessage preload = null;
    Set<ClassLoader> loaders = loadersOf(null);
    if (settings.preload().isPresent()) {
      EncodedFunction encoded = encoded(settings.preload().get(), "the preload of spare JVMs");
      preload = new FunctionMessage(encoded.shape(), encoded.captured());
      loaders = loadersOf(encoded.type());
    }
    Spares spares = new Spares(settings.spares(), plainJvm(javaHome), preload, loaders);
    spares.restock();
    return new Processes(javaHome, spares);
  }

  /** What a JVM is of which nobody has said anything. */
  static JvmSettings plainJvm(@Nullable Path javaHome) {
    return new JvmSettings(
        "spare", 0, null, List.of(), Map.of(), Map.of(), null, null, javaHome, null);
  }

  public JvmProcessBuilder builder() {
    return new ProcessSettingsBuilder(WorkerJvm.self().isDaemon(), javaHome, this::make);
  }

  private JvmProcess make(ProcessSettings settings) {
    EncodedFunction main = encoded(settings.main(), settings.name() + ": its task");
    return new LocalProcess(
        settings.jvm(),
        settings.daemon(),
        new FunctionMessage(main.shape(), main.captured()),
        loadersOf(main.type()),
        CHILDREN,
        spares);
  }

  private static EncodedFunction encoded(VoidTask task, String what) {
    Objects.requireNonNull(task, "task must not be null");
    try {
      return Codec.shared().encodeFunction(task);
    } catch (TaskSerializationException e) {
      throw new TaskSerializationException(what + ": " + e.getMessage(), e.getCause());
    }
  }

  /** Where a JVM's wish for a class is looked up: with the caller, and with who made the task. */
  private static Set<ClassLoader> loadersOf(@Nullable Class<?> type) {
    Set<ClassLoader> loaders = new LinkedHashSet<>();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    loaders.add(context == null ? ClassLoader.getSystemClassLoader() : context);
    if (type != null && type.getClassLoader() != null) {
      loaders.add(type.getClassLoader());
    }
    return loaders;
  }

  /** The process that runs this code. */
  public static JvmProcess current() {
    return CurrentProcess.INSTANCE;
  }

  /** The one that started this one; empty in a root. */
  public static Optional<JvmProcess> parent() {
    ParentJvm parent = WorkerJvm.self().parent();
    return parent == null ? Optional.empty() : Optional.of(new ParentProcess(parent));
  }

  /** Those that this JVM has started and that live. */
  public static List<JvmProcess> activeChildren() {
    return CHILDREN.list();
  }

  /** Ends the spares. */
  public void close() {
    spares.close();
  }

  /** Spares that are ready. For tests. */
  int readySpares() {
    return spares.ready();
  }
}
