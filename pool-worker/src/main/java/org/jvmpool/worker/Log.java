package org.jvmpool.worker;

import org.jspecify.annotations.Nullable;

/**
 * Where jvmpool says what an operator should know. The verbs and the {@code {}} of messages are
 * SLF4J's.
 *
 * <p>SLF4J's own types stand behind it in one class, {@link Slf4jLog}, so that jvmpool works where
 * there is no SLF4J at all, as in a script with {@code jvmpool-all.jar}, and with whichever version
 * of it a program has.
 */
public interface Log {
  /** Heard by nobody. */
  Log NONE =
      new Log() {
        @Override
        public void debug(String format, @Nullable Object... arguments) {}

        @Override
        public void info(String format, @Nullable Object... arguments) {}

        @Override
        public void warn(String format, @Nullable Object... arguments) {}

        @Override
        public void error(String format, @Nullable Object... arguments) {}
      };

  /** What helps who looks for a fault. */
  void debug(String format, @Nullable Object... arguments);

  /** What is worth knowing, but asks for nothing. */
  void info(String format, @Nullable Object... arguments);

  /** What somebody should look at; the program goes on. */
  void warn(String format, @Nullable Object... arguments);

  /** What should not have happened. A throwable that comes last is logged with its stack. */
  void error(String format, @Nullable Object... arguments);
}
