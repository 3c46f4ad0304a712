package org.jvmpool.worker.manager;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS over another wire. Both sides take turns, so one thread reads and writes, and what the
 * protocol itself wants to say is said by whoever is at it.
 */
final class TlsWire implements Wire {
  private final Wire raw;
  private final SSLEngine engine;

  /** Encrypted bytes that have come, ready to be read; plain bytes, likewise. */
  private final ByteBuffer incoming;

  private final ByteBuffer plain;
  private final ByteBuffer outgoing;

  private TlsWire(Wire raw, SSLEngine engine) throws IOException {
    this.raw = raw;
    this.engine = engine;
    this.incoming = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).flip();
    this.plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize() * 2).flip();
    this.outgoing = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.beginHandshake();
    handshake();
  }

  /** The client's side: the server must have a certificate that is trusted and names its host. */
  static TlsWire client(Wire raw, Reach reach) throws IOException {
    InetSocketAddress address = (InetSocketAddress) reach.address();
    SSLEngine engine =
        Objects.requireNonNull(reach.tls())
            .createSSLEngine(address.getHostString(), address.getPort());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return new TlsWire(raw, engine);
  }

  static TlsWire server(Wire raw, SSLContext context) throws IOException {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    return new TlsWire(raw, engine);
  }

  private void handshake() throws IOException {
    HandshakeStatus status = engine.getHandshakeStatus();
    while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
      status =
          switch (status) {
            case NEED_WRAP -> wrap(ByteBuffer.allocate(0)).getHandshakeStatus();
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap().getHandshakeStatus();
            case NEED_TASK -> {
              Runnable task;
              while ((task = engine.getDelegatedTask()) != null) {
                task.run();
              }
              yield engine.getHandshakeStatus();
            }
            default -> throw new SSLException("a handshake cannot be at " + status);
          };
    }
  }

  private SSLEngineResult wrap(ByteBuffer from) throws IOException {
    outgoing.clear();
    SSLEngineResult result = engine.wrap(from, outgoing);
    if (result.getStatus() == SSLEngineResult.Status.CLOSED && outgoing.position() == 0) {
      throw new EOFException("the encrypted connection is closed");
    }
    raw.out().write(outgoing.array(), 0, outgoing.position());
    return result;
  }

  /** Decrypts one record into {@link #plain}, waiting for its bytes. */
  private SSLEngineResult unwrap() throws IOException {
    while (true) {
      plain.compact();
      SSLEngineResult result = engine.unwrap(incoming, plain);
      plain.flip();
      switch (result.getStatus()) {
        case OK -> {
          return result;
        }
        case CLOSED -> throw new EOFException("the other side has closed the connection");
        case BUFFER_OVERFLOW -> throw new SSLException("a record is larger than it may be");
        default -> {
          incoming.compact();
          int n = raw.in().read(incoming.array(), incoming.position(), incoming.remaining());
          if (n < 0) {
            throw new EOFException("the connection was closed");
          }
          incoming.position(incoming.position() + n).flip();
        }
      }
    }
  }

  private final InputStream in =
      new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          if (length == 0) {
            return 0;
          }
          while (!plain.hasRemaining()) {
            try {
              unwrap();
            } catch (EOFException e) {
              return -1;
            }
            handshake();
          }
          int n = Math.min(length, plain.remaining());
          plain.get(into, offset, n);
          return n;
        }
      };

  private final OutputStream out =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
          ByteBuffer bytes = ByteBuffer.wrap(from, offset, length);
          while (bytes.hasRemaining()) {
            wrap(bytes);
          }
        }
      };

  @Override
  public InputStream in() {
    return in;
  }

  @Override
  public OutputStream out() {
    return out;
  }

  @Override
  public void close() throws IOException {
    raw.close();
  }
}
