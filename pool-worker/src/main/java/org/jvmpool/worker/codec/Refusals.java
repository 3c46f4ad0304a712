package org.jvmpool.worker.codec;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Serializable;
import java.io.Writer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.lang.ref.Reference;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Member;
import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.Buffer;
import java.nio.channels.Channel;
import java.nio.channels.Selector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Scanner;
import java.util.Timer;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;
import org.jvmpool.JvmProcess;
import org.jvmpool.Pool;
import org.jvmpool.Results;

/** What never travels, and the words that say why and what to do instead. */
final class Refusals {
  private static final Map<Class<?>, String> REASONS = reasons();

  private Refusals() {}

  private static Map<Class<?>, String> reasons() {
    String open = "it belongs to the JVM that opened it; open it inside the task";
    String thread = "a thread belongs to its JVM; start one inside the task";
    Map<Class<?>, String> map = new LinkedHashMap<>();
    map.put(Pool.class, "a Pool cannot travel; create one in the task or capture Multiprocessing");
    map.put(
        JvmProcess.class,
        "a JvmProcess belongs to the JVM that started it; pass its pid, or start one in the task");
    map.put(Results.class, "Results are read once, here; collect them and pass the list");
    map.put(Thread.class, thread);
    map.put(ThreadGroup.class, thread);
    map.put(ThreadLocal.class, "a ThreadLocal belongs to the threads of its JVM; pass its value");
    map.put(ClassLoader.class, "a class loader belongs to its JVM; pass names or bytes");
    map.put(Module.class, "a module belongs to its JVM; pass its name");
    map.put(ModuleLayer.class, "a module layer belongs to its JVM");
    map.put(InputStream.class, open);
    map.put(OutputStream.class, open);
    map.put(Reader.class, open);
    map.put(Writer.class, open);
    map.put(Scanner.class, open);
    map.put(Socket.class, open);
    map.put(ServerSocket.class, open);
    map.put(DatagramSocket.class, open);
    map.put(Channel.class, open);
    map.put(Selector.class, open);
    map.put(Process.class, "a process handle belongs to its JVM; pass the pid");
    map.put(ProcessHandle.class, "a process handle belongs to its JVM; pass the pid");
    map.put(Executor.class, "an executor owns threads of its JVM; create one in the task");
    map.put(Timer.class, "a timer owns a thread of its JVM; create one in the task");
    map.put(Future.class, "a future is completed in its JVM; wait for it and pass its value");
    map.put(BaseStream.class, "a stream can be consumed once, here; collect it and pass the list");
    map.put(Reference.class, "a reference belongs to the heap of its JVM; pass what it refers to");
    map.put(MethodHandle.class, "a method handle belongs to its JVM; pass a method reference");
    map.put(VarHandle.class, "a variable handle belongs to its JVM");
    map.put(AccessibleObject.class, "pass the class and the name of the member instead");
    map.put(Buffer.class, "a buffer belongs to its JVM; pass its array");
    return map;
  }

  /** Throws CannotTravel for a class that never travels, whatever its fields are. */
  static void check(Class<?> type) {
    String reason = reason(type);
    if (reason != null) {
      throw new CannotTravel(type, reason, null);
    }
  }

  /* A class that says itself how it travels is believed, unless the JDK made it. */
  static @Nullable String reason(Class<?> type) {
    if (type.isArray() || type.isInterface()) {
      return null;
    }
    if (Serializable.class.isAssignableFrom(type)
        && !Serializers.isJdk(type)
        && !Proxy.isProxyClass(type)
        && !Thread.class.isAssignableFrom(type)
        && (Serializers.hasHooks(type) || !Pool.class.isAssignableFrom(type))) {
      return null;
    }
    for (Map.Entry<Class<?>, String> entry : REASONS.entrySet()) {
      if (entry.getKey().isAssignableFrom(type)) {
        return entry.getValue();
      }
    }
    if (Serializers.isJdk(type)
        && Closeable.class.isAssignableFrom(type)
        && !Serializable.class.isAssignableFrom(type)) {
      return "it belongs to the JVM that opened it; open it inside the task";
    }
    return null;
  }

  /** Opens a field or a constructor, or says why its class is closed. */
  static void open(AccessibleObject member, Class<?> type) {
    try {
      member.setAccessible(true);
    } catch (InaccessibleObjectException | SecurityException e) {
      Class<?> owner = ((Member) member).getDeclaringClass();
      if (Serializers.isJdk(owner)) {
        throw new CannotTravel(
            type,
            owner == type
                ? "a class of the JDK that is not Serializable"
                : "its superclass "
                    + owner.getName()
                    + " belongs to the JDK and has fields that nobody may read; make it"
                    + " Serializable, or hold what matters in fields of its own",
            e);
      }
      throw new CannotTravel(type, closed(owner), e);
    }
  }

  private static String closed(Class<?> owner) {
    Module module = owner.getModule();
    String to =
        Refusals.class.getModule().isNamed()
            ? " to org.jvmpool.worker, com.esotericsoftware.kryo.kryo5"
            : "";
    return "its package is closed to serialization: add `opens "
        + owner.getPackageName()
        + to
        + ";` to the module-info of "
        + module.getName()
        + ", or make the class Serializable";
  }
}
