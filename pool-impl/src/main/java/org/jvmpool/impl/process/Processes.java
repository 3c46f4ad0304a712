package org.jvmpool.impl.process;

import java.nio.file.Path;
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
import org.jvmpool.impl.launch.Supplies;
import org.jvmpool.impl.settings.JvmSettings;
import org.jvmpool.impl.settings.ProcessSettings;
import org.jvmpool.impl.settings.ProcessSettingsBuilder;
import org.jvmpool.worker.ParentJvm;
import org.jvmpool.worker.WorkerJvm;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.EncodedFunction;
import org.jvmpool.worker.codec.InFlight;
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
    String who = "the preload of spare JVMs";
    VoidTask preload = settings.preload().orElse(null);
    Task first = preload == null ? null : Task.of(preload, who);
    Spares spares =
        new Spares(
            settings.spares(),
            plainJvm(javaHome),
            first == null ? null : first.message(),
            first == null ? Task.supplies(who, null) : first.supplies());
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
    Task task = Task.of(settings.main(), settings.name());
    if (task.onClassPath()) {
      spares.expect(task.message().shape());
    }
    return new LocalProcess(
        settings.jvm(),
        settings.daemon(),
        task.message(),
        task.inFlight(),
        task.supplies(),
        CHILDREN,
        spares);
  }

  /**
   * A task as it travels.
   *
   * @param inFlight what it captures of ends of pipes
   * @param supplies what a JVM that runs it may ask for
   * @param onClassPath whether each child finds its class by itself
   */
  private record Task(
      FunctionMessage message, InFlight inFlight, Supplies supplies, boolean onClassPath) {
    static Task of(VoidTask task, String who) {
      Objects.requireNonNull(task, "task must not be null");
      InFlight inFlight = InFlight.toAnotherJvm();
      EncodedFunction encoded;
      try {
        encoded = inFlight.noteDuring(() -> Codec.shared().encodeFunction(task));
      } catch (TaskSerializationException e) {
        throw new TaskSerializationException(who + ": its task: " + e.getMessage(), e.getCause());
      }
      ClassLoader loader = encoded.type().getClassLoader();
      Supplies supplies = supplies(who, loader);
      long home = Supplies.home(encoded.type(), supplies.context());
      return new Task(
          new FunctionMessage(encoded.shape(), encoded.captured(), home),
          inFlight,
          supplies,
          loader == ClassLoader.getSystemClassLoader());
    }

    /** With the caller's loaders, and with the one of who made the task. */
    static Supplies supplies(String who, @Nullable ClassLoader ofTask) {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      Set<ClassLoader> others = ofTask == null ? Set.of() : Set.of(ofTask);
      return new Supplies(
          who, context == null ? ClassLoader.getSystemClassLoader() : context, () -> others);
    }
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
