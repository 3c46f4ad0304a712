package org.jvmpool.worker.link;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jvmpool.shared.AuthenticationException;

/**
 * The mutual challenge with which a connection begins: each side proves that it has the key, and
 * never sends it. Nothing but these few bytes is read before both have proved it.
 *
 * <pre>
 *  server                                                client
 *    │── "JVMPOOL1", nonce S (32) ─────────────────────────▶│
 *    │◀── "JVMPOOL1", nonce C (32), proof of the client (32) │
 *    │── 1, proof of the server (32)   or 0 and zeros ─────▶│
 *    │◀── 1                            or 0 ────────────────│
 * </pre>
 *
 * A proof is the HMAC-SHA256 of the role of who gives it and of both nonces. Both nonces are fresh,
 * so that a recording proves nothing; the role is part of it, so that a proof that was sent cannot
 * be sent back as one's own. The key of the HMAC is a digest of the user's key, which may be empty.
 *
 * <p>It reads 73 bytes, in arrays of fixed size, and not one byte too many. It sets no limit to the
 * time: a caller that does not trust its peer closes the streams when its patience ends. The
 * streams need no buffer. Owns no thread.
 */
public final class Handshake {
  private static final byte[] MAGIC = "JVMPOOL1".getBytes(StandardCharsets.US_ASCII);
  private static final int NONCE = 32;
  private static final int PROOF = 32;
  private static final byte REFUSED = 0;
  private static final byte ACCEPTED = 1;

  private static final byte[] SERVER = "server".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CLIENT = "client".getBytes(StandardCharsets.US_ASCII);

  private static final SecureRandom RANDOM = new SecureRandom();

  private final InputStream in;
  private final OutputStream out;
  private final SecretKeySpec key;

  private Handshake(InputStream in, OutputStream out, byte[] key) {
    this.in = in;
    this.out = out;
    this.key = derived(key);
  }

  /**
   * Lets a client prove itself, and proves this side to it.
   *
   * @param in from the client; nothing has been read from it yet
   * @param out to the client
   * @param key the key; may be empty
   * @throws AuthenticationException if the peer does not have the key, refuses ours, or does not
   *     speak this protocol; the caller closes the connection
   * @throws EOFException if the peer closes the connection before both have proved themselves
   * @throws IOException if the connection fails
   */
  public static void asServer(InputStream in, OutputStream out, byte[] key) throws IOException {
    new Handshake(in, out, key).server();
  }

  /**
   * Proves this side to a server, and lets it prove itself.
   *
   * @param in from the server; nothing has been read from it yet
   * @param out to the server
   * @param key the key; may be empty
   * @throws AuthenticationException if the peer does not have the key, refuses ours, or does not
   *     speak this protocol; the caller closes the connection
   * @throws EOFException if the peer closes the connection before both have proved themselves
   * @throws IOException if the connection fails
   */
  public static void asClient(InputStream in, OutputStream out, byte[] key) throws IOException {
    new Handshake(in, out, key).client();
  }

  private void server() throws IOException {
    byte[] own = nonce();
    send(MAGIC, own);
    expectMagic();
    byte[] theirs = read(NONCE);
    byte[] proof = read(PROOF);
    if (!MessageDigest.isEqual(proof, proof(CLIENT, own, theirs))) {
      send(new byte[] {REFUSED}, new byte[PROOF]);
      throw new AuthenticationException("the client does not have the key of this listener");
    }
    send(new byte[] {ACCEPTED}, proof(SERVER, own, theirs));
    if (read(1)[0] != ACCEPTED) {
      throw new AuthenticationException("the client refused the key of this listener");
    }
  }

  private void client() throws IOException {
    expectMagic();
    byte[] theirs = read(NONCE);
    byte[] own = nonce();
    send(MAGIC, own, proof(CLIENT, theirs, own));
    byte verdict = read(1)[0];
    byte[] proof = read(PROOF);
    if (verdict != ACCEPTED) {
      throw new AuthenticationException("the listener refused the key of this client");
    }
    if (!MessageDigest.isEqual(proof, proof(SERVER, theirs, own))) {
      send(new byte[] {REFUSED});
      throw new AuthenticationException("the listener does not have the key of this client");
    }
    send(new byte[] {ACCEPTED});
  }

  private void expectMagic() throws IOException {
    byte[] magic = read(MAGIC.length);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new AuthenticationException(
          "the peer does not speak this version of jvmpool's handshake: it began with "
              + printable(magic)
              + " in place of "
              + printable(MAGIC));
    }
  }

  private byte[] read(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the peer closed the connection before it had proved its key");
    }
    return bytes;
  }

  private void send(byte[]... parts) throws IOException {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] message = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, message, at, part.length);
      at += part.length;
    }
    out.write(message);
    out.flush();
  }

  private static byte[] nonce() {
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    return nonce;
  }

  private byte[] proof(byte[] role, byte[] ofServer, byte[] ofClient) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(role);
      mac.update(ofServer);
      mac.update(ofClient);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  /* HMAC takes no empty key, and pads short ones with zeros: "a" and "a\0" would be the same. */
  private static SecretKeySpec derived(byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(MAGIC);
      return new SecretKeySpec(digest.digest(key), "HmacSHA256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String printable(byte[] bytes) {
    StringBuilder text = new StringBuilder("\"");
    for (byte b : bytes) {
      text.append(b >= ' ' && b <= '~' ? String.valueOf((char) b) : String.format("\\x%02x", b));
    }
    return text.append('"').toString();
  }
}
