package org.jvmpool.worker.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.manager.SharedList;
import org.jvmpool.manager.SharedMap;
import org.jvmpool.worker.wire.FrameType;

/**
 * What a process tells its manager of one object on several connections may arrive in any order.
 */
@Timeout(60)
class OvertakenNewsTest {
  @TempDir Path dir;

  private OwnServer server;
  private RemoteManager client;
  private RemoteManager maker;
  private SharedList<Integer> made;

  /** With the list that the maker has made. */
  private SharedMap<String, SharedList<Integer>> outer;

  private long list;

  @BeforeEach
  void start() throws Exception {
    server = new OwnServer(dir);
    client = server.client();
    maker = server.client();
    outer = client.dict();
    list = client.link().call(RemoteManager.ID, Op.STATS).number() + 1;
    made = maker.list(List.of(7));
    SharedMap<String, SharedList<Integer>> same =
        new DictProxy<>(new RemoteObject(maker, Kind.DICT, list - 1, null));
    same.put("list", made);
    same.close();
  }

  @AfterEach
  void end() {
    client.close();
    maker.close();
    server.close();
  }

  /** From now on the client alone can keep the list. */
  private void forgetElsewhere() {
    made.close();
    outer.clear();
  }

  /** Drops a proxy of the list, and returns the news of that, which no call has taken along. */
  private Holdings.Note dropOne() {
    outer.get("list");
    List<Holdings.Note> notes = new ArrayList<>();
    Until.collected(
        "the proxy of the list is",
        () -> {
          client.holdings().take().stream().filter(note -> note.id() == list).forEach(notes::add);
          return !notes.isEmpty();
        });
    return notes.get(0);
  }

  private void arrives(Holdings.Note note) throws IOException {
    boolean hold = note.count() == Holdings.Note.HOLD;
    server.arrives(
        client, hold ? FrameType.HOLD : FrameType.LET_GO, hold ? 0 : note.count(), note.id());
  }

  private int listsLeft() {
    return client.stats().objects() - 1;
  }

  @Test
  void anOlderLetGoThatArrivesAfterACloseEndsNothingThatWasReadAgain() throws Exception {
    Holdings.Note late = dropOne();
    outer.get("list").close();
    SharedList<Integer> again = outer.get("list");
    arrives(late);
    forgetElsewhere();
    assertEquals(List.of(7), again);
    again.close();
    assertEquals(0, listsLeft());
  }

  @Test
  void aCloseThatArrivesAfterTheListWasReadAgainEndsNothing() throws Exception {
    SharedList<Integer> first = outer.get("list");
    SharedList<Integer> again = outer.get("list"); // as if it were the answer to a later call
    server.arrives(client, list, Op.CLOSE, 1);
    forgetElsewhere();
    assertEquals(List.of(7), again);
    server.arrives(client, list, Op.CLOSE, 1);
    assertEquals(0, listsLeft());
    assertThrows(IllegalStateException.class, first::size);
  }

  @Test
  void aHoldThatArrivesAfterTheCloseHoldsNothing() throws Exception {
    SharedList<Integer> fromElsewhere =
        new ListProxy<>(new RemoteObject(client, Kind.LIST, list, null).arrived());
    Holdings.Note late = client.holdings().take().get(0);
    assertEquals(new Holdings.Note(list, Holdings.Note.HOLD), late);
    fromElsewhere.close();
    arrives(late);
    forgetElsewhere();
    assertEquals(0, listsLeft());
  }

  @Test
  void aHoldThatNoCallHasTakenIsForgottenWithTheClose() throws Exception {
    SharedList<Integer> fromElsewhere =
        new ListProxy<>(new RemoteObject(client, Kind.LIST, list, null).arrived());
    fromElsewhere.close();
    SharedList<Integer> read = outer.get("list");
    forgetElsewhere();
    assertEquals(List.of(7), read);
    read.close();
    assertEquals(0, listsLeft());
  }

  @Test
  void aLetGoThatNoCallHasTakenGoesWithTheClose() throws Exception {
    server.arrives(client, FrameType.HOLD, 0, list);
    client.holdings().received(list); // as with an answer of which no proxy was made
    outer.get("list").close();
    forgetElsewhere();
    assertEquals(0, listsLeft());
  }

  @Test
  void whatIsUsedBeforeItsHoldArrivesIsHeld() throws Exception {
    RemoteObject object = new RemoteObject(client, Kind.LIST, list, null).arrived();
    Holdings.Note late = client.holdings().take().get(0);
    SharedList<Integer> fromElsewhere = new ListProxy<>(object);
    assertEquals(1, fromElsewhere.size());
    forgetElsewhere();
    assertEquals(List.of(7), fromElsewhere);
    arrives(late);
    fromElsewhere.close();
    assertEquals(0, listsLeft());
  }
}
