/**
 * The parent's side: the pool, the launcher, the engines. It exports nothing; users reach it
 * through {@code org.jvmpool.api}, which finds the providers.
 */
module org.jvmpool.impl {
  requires org.jvmpool.worker;
  requires java.management;
  requires jdk.management;
  requires jdk.jfr;
  requires static org.jspecify;

  provides org.jvmpool.spi.MultiprocessingProvider with
      org.jvmpool.impl.LocalProvider,
      org.jvmpool.impl.ThreadsProvider;
}
