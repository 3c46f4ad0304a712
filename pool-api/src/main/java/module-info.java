module org.jvmpool.api {
  requires static org.jspecify;

  exports org.jvmpool;
  exports org.jvmpool.shared;
  exports org.jvmpool.manager;
  exports org.jvmpool.spi;

  uses org.jvmpool.spi.MultiprocessingProvider;
}
