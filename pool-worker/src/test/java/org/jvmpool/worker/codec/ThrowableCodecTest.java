package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.RemoteThrowable;
import org.jvmpool.TaskSerializationException;

@Timeout(60)
class ThrowableCodecTest {
  static class Detailed extends Exception {
    private static final long serialVersionUID = 1L;
    final int code;
    final Object detail;

    Detailed(String message, int code, Object detail) {
      super(message);
      this.code = code;
      this.detail = detail;
    }
  }

  static class PlainDetail {
    int n = 5;
  }

  static class RefusesToBeRead extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusesToBeRead(String message) {
      super(message);
    }

    private void readObject(ObjectInputStream in) throws IOException {
      throw new IOException("not here");
    }
  }

  static class Misbehaving extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final Object detail;

    Misbehaving(Object detail) {
      this.detail = detail;
    }

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("no cause");
    }

    @Override
    public StackTraceElement[] getStackTrace() {
      throw new IllegalStateException("no stack trace");
    }

    @Override
    public String toString() {
      throw new IllegalStateException("no text");
    }

    StackTraceElement[] frames() {
      return super.getStackTrace();
    }
  }

  static class Empty extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public StackTraceElement[] getStackTrace() {
      return null;
    }

    @Override
    public String toString() {
      return null;
    }
  }

  static class Inventive extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized Throwable getCause() {
      return new Inventive();
    }
  }

  @Test
  void theSameTypeArrivesWithMessageAndRemoteTrace() {
    IllegalArgumentException thrown = new IllegalArgumentException("bad 5");
    Throwable copy = Travel.thrown(thrown);
    assertSame(IllegalArgumentException.class, copy.getClass());
    assertEquals("bad 5", copy.getMessage());
    assertEquals(trace(thrown), trace(copy));
    assertNull(copy.getCause());
  }

  private static String trace(Throwable thrown) {
    return Arrays.toString(thrown.getStackTrace());
  }

  @Test
  void fieldsOfTheExceptionSurvive() {
    Detailed copy = (Detailed) Travel.thrown(new Detailed("m", 42, "d"));
    assertEquals(42, copy.code);
    assertEquals("d", copy.detail);
  }

  @Test
  void aFieldThatIsNotSerializableButPlainCostsNothing() {
    Detailed copy = (Detailed) Travel.thrown(new Detailed("m", 42, new PlainDetail()));
    assertEquals(5, ((PlainDetail) copy.detail).n);
  }

  @Test
  void causesAndSuppressedSurvive() {
    Exception suppressed = new IOException("closing");
    Exception root = new Exception("root", new UncheckedIOException(new IOException("disk")));
    root.addSuppressed(suppressed);
    Throwable copy = Travel.thrown(root);
    assertInstanceOf(UncheckedIOException.class, copy.getCause());
    assertEquals("disk", copy.getCause().getCause().getMessage());
    assertEquals("closing", copy.getSuppressed()[0].getMessage());
    assertEquals(trace(suppressed), trace(copy.getSuppressed()[0]));
  }

  @Test
  void causesKeptInOtherFieldsSurvive() {
    Throwable copy =
        Travel.thrown(new ExecutionException(new InvocationTargetException(new Error("e"))));
    assertEquals("e", copy.getCause().getCause().getMessage());
    Detailed further = new Detailed("one", 1, new IllegalStateException("two"));
    assertEquals("two", ((Exception) ((Detailed) Travel.thrown(further)).detail).getMessage());
  }

  @Test
  @SuppressWarnings("null")
  void theHelpfulMessageOfANullPointerSurvives() {
    NullPointerException thrown = null;
    try {
      String text = null;
      text.length();
    } catch (NullPointerException e) {
      thrown = e;
    }
    thrown.addSuppressed(new Exception("s"));
    thrown.initCause(new Exception("c"));
    Throwable copy = Travel.thrown(thrown);
    assertSame(NullPointerException.class, copy.getClass());
    assertEquals(thrown.getMessage(), copy.getMessage());
    assertNotNull(copy.getMessage());
    assertEquals("c", copy.getCause().getMessage());
    assertEquals("s", copy.getSuppressed()[0].getMessage());
  }

  @Test
  void anExceptionThatHoldsWhatCannotTravelIsToldByAStandIn() throws IOException {
    try (Socket socket = new Socket()) {
      Detailed thrown = new Detailed("with socket", 1, socket);
      thrown.initCause(new IOException("the cause keeps its type"));
      Throwable copy = Travel.thrown(thrown);
      RemoteThrowable remote = assertInstanceOf(RemoteThrowable.class, copy);
      assertEquals(Detailed.class.getName(), remote.className());
      assertEquals("with socket", remote.getMessage());
      assertEquals(trace(thrown), trace(remote));
      assertInstanceOf(IOException.class, remote.getCause());
    }
  }

  @Test
  void aCauseThatCannotTravelCostsItsParentNothing() {
    Detailed inner = new Detailed("inner", 1, Thread.currentThread());
    Throwable copy = Travel.thrown(new IllegalStateException("outer", inner));
    assertSame(IllegalStateException.class, copy.getClass());
    assertInstanceOf(RemoteThrowable.class, copy.getCause());
    assertEquals("inner", copy.getCause().getMessage());
  }

  @Test
  void anExceptionThatRefusesToBeReadIsToldByAStandIn() {
    Throwable copy = Travel.thrown(new RefusesToBeRead("r"));
    assertEquals(
        RefusesToBeRead.class.getName(), assertInstanceOf(RemoteThrowable.class, copy).className());
    assertEquals("r", copy.getMessage());
  }

  @Test
  void anExceptionOfAClassThatIsMissingIsToldByAStandIn() {
    Exception local = new Detailed("local", 1, null);
    Output out = new Output(64, -1);
    Travel.CODEC.encodeThrowable(local, out);
    byte[] bytes = out.toBytes();
    // Another name of the same length: no loader knows it.
    byte[] name = "ThrowableCodecTest$Detailed".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int i = 0; i + name.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
        bytes[i] = 'X';
      }
    }
    Throwable copy = Travel.CODEC.decodeThrowable(new Input(bytes), Travel.LOADER);
    RemoteThrowable remote = assertInstanceOf(RemoteThrowable.class, copy);
    assertTrue(remote.className().contains("XhrowableCodecTest$Detailed"), remote.className());
    assertEquals("local", remote.getMessage());
  }

  @Test
  void exceptionsThatCauseEachOtherEnd() {
    Exception a = new IllegalStateException("a");
    Exception b = new IllegalArgumentException("b");
    a.initCause(b);
    b.initCause(a);
    Throwable copy = Travel.thrown(a);
    assertSame(IllegalStateException.class, copy.getClass());
    assertEquals("b", copy.getCause().getMessage());
    Exception c = new Exception("c");
    Exception d = new Exception("d");
    c.addSuppressed(d);
    d.addSuppressed(c);
    assertEquals("d", Travel.thrown(c).getSuppressed()[0].getMessage());
  }

  @Test
  void aLongChainOfCausesArrives() {
    Throwable thrown = new Exception("0");
    for (int i = 1; i < 2000; i++) {
      thrown = new Exception("n" + i, thrown);
    }
    Throwable copy = Travel.thrown(thrown);
    int links = 0;
    for (Throwable t = copy; t != null; t = t.getCause()) {
      links++;
    }
    assertEquals(2000, links);
  }

  @Test
  void anExceptionWhoseMethodsThrowStillArrives() {
    Misbehaving thrown = new Misbehaving(null);
    Misbehaving copy = assertInstanceOf(Misbehaving.class, Travel.thrown(thrown));
    assertEquals(frames(thrown), frames(copy));
    assertThrows(IllegalStateException.class, copy::getMessage);
  }

  /* What it says itself; its stack trace cannot be asked for. */
  private static List<StackTraceElement> frames(Misbehaving thrown) {
    return List.of(thrown.frames());
  }

  @Test
  void ofAnExceptionWhoseMethodsThrowAndThatCannotTravelTheClassIsTold() {
    Misbehaving thrown = new Misbehaving(Thread.currentThread());
    Throwable copy = Travel.thrown(new IllegalStateException("outer", thrown));
    assertSame(IllegalStateException.class, copy.getClass());
    RemoteThrowable inner = assertInstanceOf(RemoteThrowable.class, copy.getCause());
    assertEquals(Misbehaving.class.getName(), inner.className());
    assertNull(inner.getMessage());
    assertNull(inner.getCause());
  }

  @Test
  void anExceptionWhoseMethodsGiveNullArrives() {
    Throwable copy = Travel.thrown(new Empty());
    assertInstanceOf(Empty.class, copy);
  }

  @Test
  void anExceptionThatInventsACauseEachTimeEnds() {
    Throwable copy = Travel.thrown(new Inventive());
    assertInstanceOf(Inventive.class, copy);
  }

  @Test
  void eachDecodeMakesAFreshObject() {
    Output out = new Output(64, -1);
    Travel.CODEC.encodeThrowable(new Exception("x"), out);
    assertNotSame(
        Travel.CODEC.decodeThrowable(new Input(out.toBytes()), Travel.LOADER),
        Travel.CODEC.decodeThrowable(new Input(out.toBytes()), Travel.LOADER));
  }

  @Test
  void whatFollowsAThrowableIsReadWhereItBegins() {
    Output out = new Output(64, -1);
    Travel.CODEC.encodeThrowable(new RefusesToBeRead("x"), out);
    out.writeInt(42);
    Input in = new Input(out.toBytes());
    Travel.CODEC.decodeThrowable(in, Travel.LOADER);
    assertEquals(42, in.readInt());
  }

  @Test
  void bytesThatMakeNoSenseGiveTheExceptionThatSaysSo() {
    assertInstanceOf(
        TaskSerializationException.class,
        Travel.CODEC.decodeThrowable(new Input(new byte[] {0, 0, 0, 5, 1}), Travel.LOADER));
  }

  @Test
  void aThrowableAmongOtherValuesTravels() {
    Object[] copy = Travel.copy(new Object[] {new IOException("in an array"), 1});
    assertEquals("in an array", ((IOException) copy[0]).getMessage());
  }

  @Test
  void aStandInTravelsOn() {
    RemoteThrowable first = new RemoteThrowable("a.B", "m", new StackTraceElement[0], null);
    RemoteThrowable second = (RemoteThrowable) Travel.thrown(first);
    assertEquals("a.B", second.className());
    assertArrayEquals(new StackTraceElement[0], second.getStackTrace());
  }
}
