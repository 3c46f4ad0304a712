package org.jvmpool.worker.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Output;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.SerializableBiFunction;
import org.jvmpool.SerializableUnaryOperator;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.manager.SharedList;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.manager.SharedReference;
import org.jvmpool.shared.SharedQueue;
import org.jvmpool.worker.codec.BoundedInput;
import org.jvmpool.worker.codec.Codec;
import org.jvmpool.worker.codec.MessageOutput;

/** A call that fails keeps no object of the manager that it was about to store or to answer. */
@Timeout(60)
class FailedCallTest {
  /** Of which no two can be compared. */
  private record Stubborn(int number) implements Serializable {
    @Override
    public int hashCode() {
      return 1;
    }

    @Override
    public boolean equals(Object other) {
      throw new IllegalCallerException("not to be compared");
    }
  }

  @TempDir Path dir;

  private OwnServer server;
  private RemoteManager client;

  @BeforeEach
  void start() throws Exception {
    server = new OwnServer(dir);
    client = server.client();
  }

  @AfterEach
  void end() {
    client.close();
    server.close();
  }

  private int objects() {
    return client.stats().objects();
  }

  private <E> SharedList<E> listThatHasEnded() {
    SharedList<E> list = client.list();
    client.release(list);
    return list;
  }

  /** Without the client, which made it and might hold it for that. */
  private void storeAList(Storing into) throws Exception {
    RemoteManager other = server.client();
    SharedList<Integer> list = other.list(List.of(1));
    into.store(other, list);
    list.close();
    other.close();
  }

  private interface Storing {
    void store(RemoteManager manager, SharedList<Integer> list);
  }

  private static <K, V> SharedMap<K, V> in(RemoteManager manager, SharedMap<K, V> dict) {
    return new DictProxy<>(
        new RemoteObject(manager, Kind.DICT, ((DictProxy<K, V>) dict).remote().id(), null));
  }

  @Test
  void whatAPutWouldHaveReplacedIsNotGiven() throws Exception {
    SharedMap<String, SharedList<Integer>> dict = client.dict();
    storeAList((manager, list) -> in(manager, dict).put("k", list));
    SharedList<Integer> ended = listThatHasEnded();
    assertThrows(IllegalStateException.class, () -> dict.put("k", ended));
    assertEquals(2, objects());
    dict.clear();
    assertEquals(1, objects());
  }

  @Test
  void whatAFunctionReturnsThatCannotBeStoredIsNotGiven() throws Exception {
    SharedMap<String, Object> dict = client.dict();
    SharedReference<Object> variable = client.value(null);
    storeAList((manager, list) -> in(manager, dict).put("list", list));
    SharedList<Integer> ended = listThatHasEnded();
    assertThrows(
        IllegalStateException.class,
        () ->
            dict.compute(
                "k",
                (SerializableBiFunction<String, Object, Object>)
                    (key, none) -> List.of(dict.get("list"), ended)));
    assertThrows(
        IllegalStateException.class,
        () ->
            variable.update(
                (SerializableUnaryOperator<Object>) none -> List.of(dict.get("list"), ended)));
    dict.clear();
    untilNoMoreThan(2);
  }

  /** What functions in the server have read is held there until their proxies are collected. */
  private void untilNoMoreThan(int objects) {
    Until.collected("no more than " + objects + " objects", () -> objects() <= objects);
  }

  @Test
  void whatWasToBePutBehindAKeyThatCannotBeComparedIsNotKept() {
    SharedMap<Stubborn, SharedList<Integer>> dict = client.dict();
    SharedList<Integer> list = client.list(List.of(1));
    dict.put(new Stubborn(1), list);
    SharedList<Integer> other = client.list(List.of(2));
    assertThrows(IllegalCallerException.class, () -> dict.putAll(Map.of(new Stubborn(2), other)));
    other.close();
    assertEquals(2, objects());
  }

  @Test
  void whatCouldNotBeStoredEndsWhenItIsDropped() {
    SharedList<Object> list = client.list();
    assertThrows(IndexOutOfBoundsException.class, () -> list.add(99, client.list()));
    untilNoMoreThan(1);
  }

  @Test
  void whoWaitsForRoomKeepsWhatItIsAboutToPut() throws Exception {
    SharedQueue<Object> queue = client.queue(1);
    queue.put("first");
    SharedList<Integer> list = client.list(List.of(7));
    FutureTask<Boolean> putting =
        new FutureTask<>(
            () -> {
              queue.put(list);
              return true;
            });
    Thread thread = new Thread(putting, "test-putting");
    thread.start();
    untilAPeerWaits();
    list.close();
    assertEquals("first", queue.take());
    putting.get(30, TimeUnit.SECONDS);
    assertEquals(List.of(7), queue.take());
  }

  private static void untilAPeerWaits() {
    Until.holds(
        "somebody waits for room",
        () ->
            Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(
                    each ->
                        each.getKey().getName().startsWith("jvmpool-tested-client-")
                            && each.getKey().getState() == Thread.State.WAITING
                            && List.of(each.getValue()).toString().contains("ServedQueue.put")));
  }

  @Test
  void aPlainValueThatMakesNoSenseDoesNotSpoilThoseBehindIt() {
    RemoteManager inside = server.server().local();
    Output plain = new MessageOutput(128);
    Codec.shared().encode("one", plain);
    byte[] word = plain.toBytes();
    Output out = new MessageOutput(128);
    out.writeInt(word.length + 2);
    out.writeBytes(word);
    out.writeBytes(new byte[2]); // too many
    out.writeVarInt(0, true);
    Kept.writeValue("two", inside, out);
    Reply reply = new Reply(out.toBytes(), inside);
    assertThrows(IllegalArgumentException.class, reply::value);
    assertEquals("two", reply.value());
  }

  @Test
  void whatWasTakenGoesBackIfItCannotBeAnswered() throws Exception {
    SharedQueue<String> queue = client.queue(0);
    long id = client.stats().objects();
    queue.put("a long word");
    queue.put("another");
    ManagerServer inside = server.server();
    for (Op op : List.of(Op.QUEUE_TAKE, Op.QUEUE_DRAIN)) {
      Output arguments = new MessageOutput(128);
      Arguments.write(new Object[] {10}, inside.local(), arguments);
      Call call =
          new Call(
              inside,
              inside.ownSession(),
              inside.ownSession(),
              new BoundedInput(arguments.toBytes()),
              new Output(4, 8));
      assertThrows(TaskSerializationException.class, () -> inside.perform(id, op, call));
      call.lost();
      assertEquals(2, queue.size());
    }
    assertEquals("a long word", queue.take());
    assertTrue(queue.offer("a third"));
    assertEquals("another", queue.take());
  }
}
