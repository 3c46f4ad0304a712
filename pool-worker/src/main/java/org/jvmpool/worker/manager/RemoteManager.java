package org.jvmpool.worker.manager;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.jvmpool.Pool;
import org.jvmpool.ProcessException;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.ManagerStats;
import org.jvmpool.manager.Namespace;
import org.jvmpool.manager.SharedList;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.manager.SharedReference;
import org.jvmpool.shared.JoinableQueue;
import org.jvmpool.shared.SharedBarrier;
import org.jvmpool.shared.SharedCondition;
import org.jvmpool.shared.SharedEvent;
import org.jvmpool.shared.SharedLock;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.shared.SharedSemaphore;

/**
 * A manager as its clients see it: makes objects in the server, and proxies of them here. There is
 * one for each session of this process. Safe for all threads.
 */
public final class RemoteManager implements Manager {
  private static final long serialVersionUID = 1;

  /** The number of the manager among its objects. */
  static final long ID = 0;

  /** By which proxies that arrive from elsewhere find their way. */
  private static final Map<ManagerName, RemoteManager> KNOWN = new ConcurrentHashMap<>();

  private final transient Link link;
  private final transient Holdings holdings;
  private final transient @Nullable ManagerProcess process;
  private final transient @Nullable SocketAddress publicAddress;

  private RemoteManager(
      Link link, @Nullable ManagerProcess process, @Nullable SocketAddress publicAddress) {
    this.link = link;
    this.holdings = new Holdings(link);
    this.process = process;
    this.publicAddress = publicAddress;
  }

  // ---- ways to a manager

  /**
   * Reaches a manager of another program.
   *
   * @param tls encrypts the connection, or null
   */
  public static RemoteManager connect(
      SocketAddress address, byte[] authKey, @Nullable SSLContext tls) throws IOException {
    Objects.requireNonNull(authKey, "authKey must not be null");
    Reach reach =
        new Reach(ManagerAddress.check(address), new ManagerKey(authKey.clone(), false), tls);
    SocketLink link = new SocketLink(reach, null);
    RemoteManager manager = new RemoteManager(link, null, null);
    link.serves(manager);
    link.open();
    KNOWN.put(link.name(), manager);
    return manager;
  }

  /**
   * A manager that this process has started.
   *
   * @param address where others reach it
   */
  public static RemoteManager started(
      ManagerSettings settings, SocketAddress address, ManagerProcess process) throws IOException {
    ManagerName name = new ManagerName(settings.id(), new ManagerKey(settings.familyKey(), true));
    Reach reach = new Reach(ManagerAddress.parse(settings.familyAddress()), name.key(), null);
    SocketLink link = new SocketLink(reach, name);
    RemoteManager manager = new RemoteManager(link, process, address);
    link.serves(manager);
    link.endingIs(process::ending);
    link.open();
    KNOWN.put(name, manager);
    return manager;
  }

  /** The manager to which a proxy belongs that has arrived here. */
  static RemoteManager known(ManagerName name, String whereabouts) {
    return KNOWN.computeIfAbsent(
        name,
        n -> {
          if (whereabouts.equals(ManagerAddress.NOWHERE)) {
            throw new IllegalStateException(
                "a proxy of a manager on threads of another JVM cannot be used here; use a manager"
                    + " of Multiprocessing.local()");
          }
          SocketAddress address = ManagerAddress.parse(whereabouts);
          SocketLink link = new SocketLink(new Reach(address, n.key(), null), n);
          RemoteManager manager = new RemoteManager(link, null, null);
          link.serves(manager);
          return manager;
        });
  }

  /** The manager for code that runs in it. */
  static RemoteManager within(LocalLink link) {
    return new RemoteManager(link, null, null);
  }

  static void remember(RemoteManager manager) {
    KNOWN.put(manager.link.name(), manager);
  }

  static void forget(RemoteManager manager) {
    KNOWN.values().removeIf(known -> known == manager);
  }

  Link link() {
    return link;
  }

  Holdings holdings() {
    return holdings;
  }

  // ---- proxies

  RemoteObject object(Kind kind, long id, @Nullable String type) {
    return new RemoteObject(this, kind, id, type);
  }

  /**
   * A proxy that has arrived here.
   *
   * @param fromElsewhere and not from the manager
   */
  Object proxy(Kind kind, long id, @Nullable String type, boolean fromElsewhere) {
    if (kind == Kind.MANAGER) {
      return this;
    }
    RemoteObject object = object(kind, id, type);
    if (fromElsewhere || link.isWithin()) {
      object.arrived();
    }
    return switch (kind) {
      case MANAGER -> throw new AssertionError("no proxy");
      case DICT -> new DictProxy<>(object);
      case LIST, ARRAY -> new ListProxy<>(object);
      case SET -> new SetProxy<>(object);
      case NAMESPACE -> new NamespaceProxy(object);
      case VALUE -> new ReferenceProxy<>(object);
      case LOCK, REENTRANT_LOCK -> new LockProxy(object);
      case CONDITION -> new ConditionProxy(object);
      case SEMAPHORE -> new SemaphoreProxy(object);
      case EVENT -> new EventProxy(object);
      case BARRIER -> new BarrierProxy(object);
      case QUEUE, JOINABLE_QUEUE -> new QueueProxy<>(object);
      case POOL -> new PoolProxy(object);
      case REGISTERED -> new RegisteredProxy(object, find(Objects.requireNonNull(type)));
    };
  }

  private static Class<?> find(String type) {
    try {
      return Class.forName(type, false, Reply.loader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "the interface " + type + " of a registered type is not on the class path here", e);
    }
  }

  private RemoteObject create(Kind kind, @Nullable Object... arguments) {
    @Nullable Object[] all = new Object[arguments.length + 1];
    all[0] = kind.ordinal();
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return object(kind, link.call(ID, Op.CREATE, all).longNumber(), null).made();
  }

  /**
   * This process does not use the object any more; if the manager is gone, that is so already.
   *
   * @param closed what it is to be told
   */
  void tellClosed(long id, Holdings.Closed closed) {
    try {
      link.call(id, Op.CLOSE, closed.got(), closed.passedOn() ? 1 : 0);
    } catch (ProcessException e) {
      // Gone with all that it held.
    }
  }

  // ---- objects

  @Override
  public <K, V> SharedMap<K, V> dict() {
    return new DictProxy<>(create(Kind.DICT, new Arguments.Many(new Object[0])));
  }

  @Override
  public <K, V> SharedMap<K, V> dict(Map<? extends K, ? extends V> initial) {
    Objects.requireNonNull(initial, "initial must not be null");
    DictProxy.checkEntries(initial);
    return new DictProxy<>(create(Kind.DICT, Arguments.Many.of(initial)));
  }

  @Override
  public <E> SharedList<E> list() {
    return list(List.of());
  }

  @Override
  public <E> SharedList<E> list(Collection<? extends E> initial) {
    Objects.requireNonNull(initial, "initial must not be null");
    return new ListProxy<>(create(Kind.LIST, Arguments.Many.of(initial)));
  }

  @Override
  public <E> SharedList<E> array(Collection<? extends E> fixed) {
    Objects.requireNonNull(fixed, "fixed must not be null");
    return new ListProxy<>(create(Kind.ARRAY, Arguments.Many.of(fixed)));
  }

  @Override
  public <E> Set<E> set() {
    return new SetProxy<>(create(Kind.SET));
  }

  @Override
  public Namespace namespace() {
    return new NamespaceProxy(create(Kind.NAMESPACE));
  }

  @Override
  public <T extends @Nullable Object> SharedReference<T> value(T initial) {
    return new ReferenceProxy<>(create(Kind.VALUE, initial));
  }

  @Override
  public SharedLock lock() {
    return new LockProxy(create(Kind.LOCK));
  }

  @Override
  public SharedLock reentrantLock() {
    return new LockProxy(create(Kind.REENTRANT_LOCK));
  }

  @Override
  public SharedSemaphore semaphore(int permits) {
    return semaphore(permits, false);
  }

  @Override
  public SharedSemaphore boundedSemaphore(int permits) {
    return semaphore(permits, true);
  }

  private SharedSemaphore semaphore(int permits, boolean bounded) {
    if (permits < 0) {
      throw new IllegalArgumentException("permits must be 0 or more, but was " + permits);
    }
    return new SemaphoreProxy(create(Kind.SEMAPHORE, permits, bounded ? 1 : 0));
  }

  @Override
  public SharedCondition condition() {
    return new ConditionProxy(create(Kind.CONDITION));
  }

  @Override
  public SharedEvent event() {
    return new EventProxy(create(Kind.EVENT));
  }

  @Override
  public SharedBarrier barrier(int parties) {
    if (parties < 1) {
      throw new IllegalArgumentException("parties must be at least 1, but was " + parties);
    }
    return new BarrierProxy(create(Kind.BARRIER, parties));
  }

  @Override
  public <E> SharedQueue<E> queue(int maxSize) {
    return new QueueProxy<>(create(Kind.QUEUE, maxSize(maxSize)));
  }

  @Override
  public <E> JoinableQueue<E> joinableQueue(int maxSize) {
    return new QueueProxy<>(create(Kind.JOINABLE_QUEUE, maxSize(maxSize)));
  }

  private static int maxSize(int maxSize) {
    if (maxSize < 0) {
      throw new IllegalArgumentException("maxSize must be 0 or more, but was " + maxSize);
    }
    return maxSize;
  }

  @Override
  public Pool pool(int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be at least 1, but was " + workers);
    }
    return new PoolProxy(create(Kind.POOL, workers));
  }

  @Override
  public <T> T create(Class<T> registered) {
    Objects.requireNonNull(registered, "registered must not be null");
    if (!registered.isInterface()) {
      throw new IllegalArgumentException(
          registered.getName() + " is no interface, so no proxy can implement it");
    }
    String type = registered.getName();
    long id = link.call(ID, Op.CREATE, Kind.REGISTERED.ordinal(), type).longNumber();
    return registered(object(Kind.REGISTERED, id, type).made(), registered);
  }

  /** A proxy of an object of a registered type. */
  <T> T registered(RemoteObject object, Class<T> type) {
    return type.cast(
        java.lang.reflect.Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, new RegisteredProxy(object, type)));
  }

  @Override
  public void release(Object proxy) {
    RemoteObject object = remoteOf(Objects.requireNonNull(proxy, "proxy must not be null"));
    if (object == null || !object.manager().link.name().id().equals(link.name().id())) {
      throw new IllegalArgumentException(
          "not a proxy of " + this + ", but an object of " + proxy.getClass().getName());
    }
    link.call(object.id(), Op.END);
  }

  private static @Nullable RemoteObject remoteOf(Object proxy) {
    if (proxy instanceof Proxy p) {
      return p.remote();
    }
    if (proxy instanceof PoolProxy pool) {
      return pool.remote();
    }
    if (proxy instanceof DictProxy<?, ?> dict) {
      return dict.remote();
    }
    if (proxy instanceof ListProxy<?> list) {
      return list.remote();
    }
    if (proxy instanceof SetProxy<?> set) {
      return set.remote();
    }
    return java.lang.reflect.Proxy.isProxyClass(proxy.getClass())
            && java.lang.reflect.Proxy.getInvocationHandler(proxy) instanceof RegisteredProxy r
        ? r.remote()
        : null;
  }

  @Override
  public ManagerStats stats() {
    Reply reply = link.call(ID, Op.STATS);
    return new ManagerStats(reply.number(), reply.number(), reply.number());
  }

  @Override
  public SocketAddress address() {
    SocketAddress known = publicAddress;
    return known == null ? link.address() : known;
  }

  @Override
  public void close() {
    ManagerProcess started = process;
    if (started != null) {
      started.end(() -> link.call(ID, Op.STOP));
    }
    link.close();
  }

  private Object writeReplace() {
    return Handle.of(this, Kind.MANAGER, ID, null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RemoteManager that && link.name().id().equals(that.link.name().id());
  }

  @Override
  public int hashCode() {
    return link.name().id().hashCode();
  }

  @Override
  public String toString() {
    return link.toString();
  }
}
