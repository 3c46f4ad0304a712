package org.jvmpool.worker.manager;

import java.util.Set;

/**
 * The classes that a client of another program may name: values of the JDK that hold no others, and
 * what the builder allows. Proxies of this manager may come, too.
 *
 * <p>Refuses with an error that is no ClassNotFoundException, since who asks would look elsewhere.
 */
final class ForeignClasses extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final Set<String> VALUES =
      Set.of(
          "java.lang.Object",
          "java.lang.Number",
          "java.lang.Enum",
          "java.lang.String",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Short",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Boolean",
          "java.lang.Double",
          "java.lang.Float",
          "java.math.BigInteger",
          "java.math.BigDecimal",
          "java.net.URI",
          "java.time.Ser",
          "java.time.Duration",
          "java.time.Instant",
          "java.time.LocalDate",
          "java.time.LocalDateTime",
          "java.time.LocalTime",
          "java.time.MonthDay",
          "java.time.OffsetDateTime",
          "java.time.OffsetTime",
          "java.time.Period",
          "java.time.Year",
          "java.time.YearMonth",
          "java.time.ZonedDateTime",
          "java.time.ZoneOffset",
          "java.time.ZoneRegion",
          "java.time.DayOfWeek",
          "java.time.Month",
          "java.util.Currency",
          "java.util.Date",
          "java.util.Locale",
          "java.util.UUID",
          Handle.class.getName());

  private final Set<String> allowed;

  ForeignClasses(ClassLoader parent, Set<String> allowed) {
    super("jvmpool-foreign", parent);
    this.allowed = Set.copyOf(allowed);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    String element = element(name);
    if (!element.isEmpty() && !VALUES.contains(element) && !allowed.contains(element)) {
      throw new NotAllowed(name);
    }
    return super.loadClass(name, resolve);
  }

  /** Of which class an array is; empty when it is one of primitives. */
  private static String element(String name) {
    if (!name.startsWith("[")) {
      return name;
    }
    return name.endsWith(";") ? name.substring(name.indexOf('L') + 1, name.length() - 1) : "";
  }

  /** A client of another program has named a class that it may not. */
  static final class NotAllowed extends LinkageError {
    private static final long serialVersionUID = 1;

    NotAllowed(String name) {
      super(
          "a client of another program may not send objects of "
              + name
              + " to this manager; allow the class where the manager is built");
    }
  }
}
