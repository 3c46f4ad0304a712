package org.jvmpool.impl.manager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Pool;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.ChildProgram;
import org.jvmpool.impl.testkit.Eventually;
import org.jvmpool.manager.Manager;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.shared.AuthenticationException;
import org.jvmpool.shared.SharedLock;

/** A manager that is reached over encrypted connections, with a certificate made for the test. */
@Behaviour
class ManagerTlsTest {
  private static final byte[] KEY = "a key of this test".getBytes(UTF_8);
  private static final char[] PASSWORD = "of no worth".toCharArray();

  @TempDir static Path dir;

  private static SSLContext context;
  private static Manager manager;
  private static InetSocketAddress address;

  @BeforeAll
  static void start() throws Exception {
    context = context(keyStore("manager", "ip:127.0.0.1"));
    manager =
        Manager.builder()
            .address(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))
            .authKey(KEY)
            .tls(context)
            .start();
    address = (InetSocketAddress) manager.address();
  }

  @AfterAll
  static void end() {
    manager.close();
  }

  private static KeyStore keyStore(String name, String subject) throws Exception {
    Path file = dir.resolve(name);
    String password = String.valueOf(PASSWORD);
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    try (ChildProgram making =
        ChildProgram.startCommand(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=" + subject,
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            password)) {
      assertEquals(0, making.awaitExit(), making::toString);
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  /** Has the key of the store, and trusts its certificate. */
  private static SSLContext context(KeyStore store) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    KeyStore certificates = KeyStore.getInstance("PKCS12");
    certificates.load(null, null);
    String alias = store.aliases().nextElement();
    certificates.setCertificateEntry(alias, store.getCertificate(alias));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(certificates);
    SSLContext made = SSLContext.getInstance("TLS");
    made.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return made;
  }

  private static void stillServes() throws IOException {
    try (Manager client = Manager.connect(address, KEY, context)) {
      assertEquals(1, client.<Integer>value(1).get());
    }
  }

  @Test
  void aClientThatTrustsTheCertificateUsesTheManager() throws Exception {
    try (Manager client = Manager.connect(address, KEY, context)) {
      SharedMap<String, byte[]> dict = client.dict();
      byte[] big = new byte[3 << 20]; // many records of TLS
      for (int i = 0; i < big.length; i++) {
        big[i] = (byte) (i * 31);
      }
      dict.put("big", big);
      assertArrayEquals(big, dict.get("big"));
      SharedMap<String, Integer> counts = client.dict();
      Thread[] threads = new Thread[4];
      for (int t = 0; t < threads.length; t++) {
        threads[t] =
            new Thread(
                () -> {
                  for (int i = 0; i < 25; i++) {
                    counts.merge("n", 1, Integer::sum);
                  }
                });
        threads[t].start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(100, counts.get("n"));
    }
  }

  @Test
  void anInterruptEndsAWaitOverAnEncryptedConnection() throws Exception {
    try (Manager client = Manager.connect(address, KEY, context)) {
      SharedLock lock = client.lock();
      lock.lock();
      FutureTask<Throwable> wait =
          new FutureTask<>(() -> assertThrows(InterruptedException.class, lock::lockInterruptibly));
      Thread waiter = new Thread(wait);
      waiter.start();
      Eventually.waits(waiter);
      waiter.interrupt();
      assertEquals(InterruptedException.class, wait.get().getClass());
      lock.unlock();
      assertTrue(lock.tryLock());
      lock.unlock();
    }
  }

  @Test
  void theRightCertificateDoesNotReplaceTheKey() throws Exception {
    assertThrows(
        AuthenticationException.class,
        () -> Manager.connect(address, "wrong".getBytes(UTF_8), context));
    stillServes();
  }

  @Test
  void aCertificateThatIsNotTrustedIsRefused() throws Exception {
    SSLContext stranger = context(keyStore("stranger", "ip:127.0.0.1"));
    assertThrows(SSLException.class, () -> Manager.connect(address, KEY, stranger));
    stillServes();
  }

  @Test
  void aCertificateOfAnotherHostIsRefused() throws Exception {
    SSLContext other = context(keyStore("elsewhere", "dns:elsewhere.example"));
    try (Manager elsewhere =
        Manager.builder()
            .address(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))
            .authKey(KEY)
            .tls(other)
            .start()) {
      InetSocketAddress there = (InetSocketAddress) elsewhere.address();
      assertThrows(SSLException.class, () -> Manager.connect(there, KEY, other));
    }
  }

  @Test
  void whoSpeaksWithoutEncryptionIsNotServed() throws Exception {
    assertThrows(IOException.class, () -> Manager.connect(address, KEY));
    stillServes();
  }

  @Test
  void aProxyOverAnEncryptedConnectionStaysInItsProcess() throws Exception {
    try (Manager client = Manager.connect(address, KEY, context);
        Pool pool = Pool.create(1)) {
      SharedMap<String, Integer> dict = client.dict();
      TaskSerializationException refused =
          assertThrows(TaskSerializationException.class, () -> pool.apply(() -> dict.put("a", 1)));
      assertTrue(refused.getMessage().contains("encrypted"), refused.getMessage());
      SharedMap<String, Object> outer = client.dict();
      outer.put("inner", dict);
      assertEquals(dict, outer.get("inner"));
    }
  }
}
