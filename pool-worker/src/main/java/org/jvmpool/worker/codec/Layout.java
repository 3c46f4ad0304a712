package org.jvmpool.worker.codec;

/** A serializer whose bytes make sense only to a class with the same fields. */
interface Layout {
  /** A number that differs when the names, types or order of the fields differ. */
  int fingerprint();
}
