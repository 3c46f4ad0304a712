/**
 * What runs in a child JVM or speaks to one: the wire, the codec, and the worker's loop. No module
 * but jvmpool's own is meant to use it, but for {@code org.jvmpool.worker.codec.kryo}.
 */
// The module exported to is compiled after this one; Kryo is an automatic module.
@SuppressWarnings({"module", "requires-transitive-automatic"})
module org.jvmpool.worker {
  requires transitive org.jvmpool.api;
  requires transitive com.esotericsoftware.kryo.kryo5;
  requires transitive org.slf4j;

  // Kryo makes objects without their constructors, and Ctrl-C is left to the parent.
  requires jdk.unsupported;
  requires static org.jspecify;

  // A worker that has Logback sends its records to the parent.
  requires static ch.qos.logback.classic;
  requires static ch.qos.logback.core;

  uses org.slf4j.spi.SLF4JServiceProvider;

  exports org.jvmpool.worker.logback to
      org.slf4j;
  exports org.jvmpool.worker to
      org.jvmpool.impl;
  exports org.jvmpool.worker.codec to
      org.jvmpool.impl;
  exports org.jvmpool.worker.link to
      org.jvmpool.impl;
  exports org.jvmpool.worker.codec.kryo;
  exports org.jvmpool.worker.manager to
      org.jvmpool.impl;
  exports org.jvmpool.worker.family to
      org.jvmpool.impl;
  exports org.jvmpool.worker.memory to
      org.jvmpool.impl;
  exports org.jvmpool.worker.plain to
      org.jvmpool.impl;
  exports org.jvmpool.worker.wire to
      org.jvmpool.impl;

  opens org.jvmpool.worker to
      com.esotericsoftware.kryo.kryo5;

  uses org.jvmpool.spi.ValueSerializer;
  uses org.jvmpool.worker.codec.kryo.KryoSerializers;
}
