package org.jvmpool.impl.behaviour.shared;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jvmpool.Multiprocessing;
import org.jvmpool.manager.Manager;

/**
 * One manager for all tests of a class that {@linkplain Promises promises} what a manager claims.
 * Its JVM starts before the first test and ends after the last; each test ends its own objects.
 */
final class ManagerOfClass implements BeforeAllCallback, AfterAllCallback {
  private static @Nullable Manager manager;

  static Manager get() {
    return java.util.Objects.requireNonNull(manager, "no class of @Promises is being tested");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Promises promises = context.getRequiredTestClass().getAnnotation(Promises.class);
    if (SharedEngine.MANAGER.claims(promises.value())) {
      manager = Multiprocessing.local().manager();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Manager started = manager;
    if (started != null) {
      manager = null;
      started.close();
    }
  }
}
