package org.jvmpool.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal. */
final class Hash {
  private Hash() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  static String finish(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash of everything that is left in {@code in}, which also goes to {@code copy}. */
  static String copying(InputStream in, OutputStream copy) throws IOException {
    MessageDigest digest = start();
    new DigestInputStream(in, digest).transferTo(copy);
    return finish(digest);
  }
}
