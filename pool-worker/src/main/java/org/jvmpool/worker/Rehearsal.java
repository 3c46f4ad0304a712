package org.jvmpool.worker;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.Objects;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.VoidTask;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.EncodedFunction;
import org.jvmpool.worker.codec.MessageOutput;
import org.jvmpool.worker.wire.Frame;
import org.jvmpool.worker.wire.FrameType;
import org.jvmpool.worker.wire.FunctionMessage;
import org.jvmpool.worker.wire.ProcessMessage;

/**
 * Does once what the start of a process takes, in a spare JVM that has nothing else to do: so that
 * classes are loaded, call sites linked and jars open when it counts. It leaves nothing behind that
 * a task could see.
 */
final class Rehearsal {
  private final ClassLoader loader;

  private Rehearsal(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * Rehearses.
   *
   * @param loader of what is sent here
   */
  static void perform(ClassLoader loader) throws Throwable {
    Rehearsal rehearsal = new Rehearsal(loader);
    String text = "rehearsal";
    int number = 7;
    Object[] array = {text};
    rehearsal.become(() -> {});
    rehearsal.become(() -> Objects.requireNonNull(text));
    rehearsal.become(() -> Objects.checkIndex(0, number));
    rehearsal.become(() -> Objects.checkIndex(0, number + text.length()));
    rehearsal.become(() -> Objects.checkIndex(0, number + text.length() + array.length));
    initialiseByHandle();
    PrintedLines.to(new Outlet(OutputStream.nullOutputStream()), /* error= */ false).println(text);
    new ParentJvm(1, 0, text).lives();
    WorkerJvm.isStartingUp();
  }

  /**
   * Looks for the class of a function that may come; nothing of it is run, not even its static
   * initializer. That class stands on the class path; one that is not there, or another than the
   * parent's, is a matter of the process that runs it.
   */
  static void lookUp(byte[] shape) {
    try {
      Codec.shared().lookUp(new BoundedInput(shape), ClassLoader.getSystemClassLoader());
    } catch (TaskSerializationException e) {
      // Thrown again when it matters.
    }
  }

  private void become(VoidTask task) throws Exception {
    EncodedFunction encoded = Codec.shared().encodeFunction(task);
    Output out = new MessageOutput(512);
    new ProcessMessage(
            "rehearsal",
            false,
            1,
            1,
            1,
            0,
            "rehearsal",
            new FunctionMessage(encoded.shape(), encoded.captured()),
            false)
        .write(out);
    ProcessMessage read = ProcessBody.message(new Frame(FrameType.PROCESS, 0, 0, 0, out.toBytes()));
    ((VoidTask) new TaskFunctions().once(read.main(), loader)).run();
  }

  /** A lambda comes from a class that its first lambda initialises. */
  private static void initialiseByHandle() throws Throwable {
    MethodHandle handle =
        MethodHandles.lookup()
            .unreflect(Fresh.class.getDeclaredMethod("deserialize", SerializedLambda.class))
            .asType(MethodType.methodType(Object.class, SerializedLambda.class));
    Object nothing = (Object) handle.invokeExact((SerializedLambda) null);
    if (nothing != Fresh.MADE) {
      throw new IllegalStateException("expected " + Fresh.MADE + ", but got " + nothing);
    }
  }

  /** Is initialised when it is first called. */
  private static final class Fresh {
    private static final Object MADE = new Object();

    private static Object deserialize(SerializedLambda parts) {
      return MADE;
    }
  }
}
