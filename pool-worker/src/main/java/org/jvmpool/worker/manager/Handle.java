package org.jvmpool.worker.manager;

import java.io.InvalidObjectException;
import java.io.ObjectStreamException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What travels of a proxy. To and from its own manager that is the object's number; to anybody else
 * it also says where the manager is and has its key, so that whoever receives it can use the
 * manager.
 */
final class Handle implements Serializable {
  private static final long serialVersionUID = 1;

  private final int kind;
  private final long id;
  private final @Nullable String type;
  private final @Nullable String manager;
  private final @Nullable String address;
  private final byte @Nullable [] key;
  private final boolean family;

  private Handle(
      Kind kind, long id, @Nullable String type, @Nullable ManagerName name, String address) {
    this.kind = kind.ordinal();
    this.id = id;
    this.type = type;
    this.manager = name == null ? null : name.id();
    this.address = name == null ? null : address;
    this.key = name == null ? null : name.key().bytes();
    this.family = name != null && name.key().family();
  }

  /**
   * The handle of a proxy, for whom the calling thread writes to.
   *
   * @param type the interface of a registered type, else null
   */
  static Handle of(RemoteManager manager, Kind kind, long id, @Nullable String type) {
    ManagerName name = manager.link().name();
    Crossing crossing = Crossing.current();
    if (crossing != null && crossing.manager().link().name().id().equals(name.id())) {
      if (id != RemoteManager.ID) {
        crossing.refersTo(id);
      }
      return new Handle(kind, id, type, null, "");
    }
    return new Handle(kind, id, type, name, manager.link().whereabouts());
  }

  /** Whether it was written for the manager of the object, which needs only its number. */
  boolean isForItsManager() {
    return manager == null;
  }

  private Object readResolve() throws ObjectStreamException {
    return manager().proxy(Kind.of(kind), id, type, !isForItsManager());
  }

  private RemoteManager manager() throws InvalidObjectException {
    Crossing crossing = Crossing.current();
    String id = manager;
    if (id == null || address == null || key == null) {
      if (crossing == null) {
        throw new InvalidObjectException(
            "a proxy of a manager that came from elsewhere than that manager does not say which");
      }
      return crossing.manager();
    }
    if (crossing != null && crossing.manager().link().name().id().equals(id)) {
      return crossing.manager();
    }
    if (crossing != null && crossing.isStrict()) {
      throw new InvalidObjectException(
          "a client of another program cannot make a manager use another manager");
    }
    return RemoteManager.known(new ManagerName(id, new ManagerKey(key, family)), address);
  }
}
