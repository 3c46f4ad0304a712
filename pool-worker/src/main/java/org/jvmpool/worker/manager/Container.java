package org.jvmpool.worker.manager;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** An object that stores values: what it stores is kept from ending while it is stored. */
abstract class Container extends Served {
  private final Objects objects;

  Container(Kind kind, Objects objects) {
    super(kind);
    this.objects = objects;
  }

  /** The value is about to be stored. */
  final void pin(@Nullable Object kept) {
    objects.pin(Kept.references(kept));
  }

  /** All of these are about to be stored. */
  final void pinAll(Collection<? extends @Nullable Object> all) {
    int done = 0;
    try {
      for (Object kept : all) {
        pin(kept);
        done++;
      }
    } finally {
      if (done < all.size()) {
        for (Object kept : all) {
          if (done-- == 0) {
            break;
          }
          unpin(kept);
        }
      }
    }
  }

  /** The value is not stored any more. */
  final void unpin(@Nullable Object kept) {
    objects.unpin(Kept.references(kept));
  }

  final void unpinAll(Collection<? extends @Nullable Object> all) {
    for (Object kept : all) {
      unpin(kept);
    }
  }

  final IllegalStateException goneError() {
    return new IllegalStateException(this + " of the manager has ended");
  }
}
