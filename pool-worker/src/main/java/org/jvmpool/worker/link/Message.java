package org.jvmpool.worker.link;

/**
 * One message of a socket connection.
 *
 * @param isObject what it was sent as: an object that the codec has written, or bytes
 */
record Message(boolean isObject, byte[] payload) {}
