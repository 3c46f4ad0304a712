package org.jvmpool.worker.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.jvmpool.worker.wire.Frame;
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
    server.arrives(
        client,
        note.isHold() ? FrameType.HOLD : FrameType.LET_GO,
        note.made() ? Frame.MADE_HERE : 0,
        note.count(),
        note.id());
  }

  private SharedList<Integer> fromElsewhere() {
    return new ListProxy<>(new RemoteObject(client, Kind.LIST, list, null).arrived());
  }

  /** What another call of the client is about to tell. */
  private Holdings.Note news() {
    Holdings.Note note = client.holdings().take().get(0);
    assertEquals(list, note.id());
    assertTrue(note.isHold());
    return note;
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
    server.arrives(client, list, Op.CLOSE, 1, 0);
    forgetElsewhere();
    assertEquals(List.of(7), again);
    server.arrives(client, list, Op.CLOSE, 1, 0);
    assertEquals(0, listsLeft());
    assertThrows(IllegalStateException.class, first::size);
  }

  @Test
  void aHoldThatArrivesAfterTheCloseHoldsNothing() throws Exception {
    SharedList<Integer> fromElsewhere = fromElsewhere();
    Holdings.Note late = news();
    fromElsewhere.close();
    arrives(late);
    forgetElsewhere();
    assertEquals(0, listsLeft());
  }

  @Test
  void aHoldThatNoCallHasTakenIsForgottenWithTheClose() throws Exception {
    SharedList<Integer> fromElsewhere = fromElsewhere();
    fromElsewhere.close();
    SharedList<Integer> read = outer.get("list");
    forgetElsewhere();
    assertEquals(List.of(7), read);
    read.close();
    assertEquals(0, listsLeft());
  }

  @Test
  void aLetGoThatNoCallHasTakenGoesWithTheClose() throws Exception {
    server.arrives(client, FrameType.HOLD, 0, 0, list);
    client.holdings().received(list); // as with an answer of which no proxy was made
    outer.get("list").close();
    forgetElsewhere();
    assertEquals(0, listsLeft());
  }

  @Test
  void whatIsUsedBeforeItsHoldArrivesIsHeld() throws Exception {
    SharedList<Integer> fromElsewhere = fromElsewhere();
    Holdings.Note late = news();
    assertEquals(1, fromElsewhere.size());
    forgetElsewhere();
    assertEquals(List.of(7), fromElsewhere);
    arrives(late);
    fromElsewhere.close();
    assertEquals(0, listsLeft());
  }

  @Test
  void aLetGoOfBeforeEndsNothingThatWasUsedAgainWhenItArrives() throws Exception {
    Holdings.Note late = dropOne();
    SharedList<Integer> fromElsewhere = fromElsewhere();
    Holdings.Note news = news();
    assertEquals(1, fromElsewhere.size());
    arrives(late);
    forgetElsewhere();
    assertEquals(List.of(7), fromElsewhere);
    arrives(news);
    fromElsewhere.close();
    assertEquals(0, listsLeft());
  }

  @Test
  void newsGoesAheadOfEachCallUntilOneIsAnswered() throws Exception {
    SharedList<Integer> fromElsewhere = fromElsewhere();
    Holdings.Note first = news();
    Holdings.Note second = news();
    assertEquals(1, fromElsewhere.size());
    assertEquals(List.of(), client.holdings().take());
    fromElsewhere.close();
    arrives(first);
    arrives(second);
    forgetElsewhere();
    assertEquals(0, listsLeft());
  }

  @Test
  void newsOfBeforeACloseAnswersNothingOfWhatCameAfterIt() throws Exception {
    SharedList<Integer> one = fromElsewhere();
    SharedList<Integer> other = fromElsewhere();
    List<Holdings.Note> before = client.holdings().take();
    one.close();
    client.holdings().used(((ListProxy<Integer>) other).remote().use());
    client.holdings().arrived(before);
    Holdings.Note again = news();
    arrives(before.get(0));
    assertEquals(1, other.size());
    forgetElsewhere();
    assertEquals(List.of(7), other);
    arrives(again);
    other.close();
    assertEquals(0, listsLeft());
  }

  // ---- what was made here, and stored

  /** Has the client make a list and store it, drop it, and tell so. */
  private void makeStoreAndDrop() {
    outer.put("made", client.list(List.of(8)));
    Until.collected(
        "it has told that no proxy is left",
        () -> {
          client.stats();
          return server.server().objects().get(list + 1).letGoBy != null;
        });
  }

  @Test
  void whatWasMadeStoredTakenOutAndDroppedEnds() {
    makeStoreAndDrop();
    assertEquals(List.of(8), outer.get("made"));
    outer.remove("made");
    Until.collected("it has ended", () -> listsLeft() == 1);
  }

  @Test
  void whatAnotherProcessTookOutAndDroppedEnds() throws Exception {
    makeStoreAndDrop();
    RemoteManager other = server.client();
    assertEquals(List.of(8), in(other).remove("made"));
    Until.collected(
        "it has ended",
        () -> {
          other.stats();
          return listsLeft() == 1;
        });
    other.close();
  }

  private SharedMap<String, SharedList<Integer>> in(RemoteManager manager) {
    return new DictProxy<>(new RemoteObject(manager, Kind.DICT, list - 1, null));
  }

  @Test
  void whatAnotherProcessTookOutOutlivesItWhileTheMakerLives() throws Exception {
    makeStoreAndDrop();
    RemoteManager other = server.client();
    assertEquals(List.of(8), in(other).remove("made"));
    other.close();
    Until.holds("it has ended", () -> client.stats().processes() == 2);
    assertEquals(2, listsLeft());
    SharedList<Integer> made =
        new ListProxy<>(new RemoteObject(client, Kind.LIST, list + 1, null).arrived());
    assertEquals(List.of(8), made);
    made.close();
    assertEquals(1, listsLeft());
  }

  @Test
  void whatAnotherProcessSentOnAndClosedLivesWhileTheMakerDoes() throws Exception {
    makeStoreAndDrop();
    RemoteManager other = server.client();
    SharedList<Integer> taken = in(other).remove("made");
    ((ListProxy<Integer>) taken).remote().handle(); // for somebody who has not read it yet
    taken.close();
    assertEquals(2, listsLeft());
    other.close();
    client.close();
    Until.holds("the maker has ended", () -> maker.stats().objects() == 1);
  }
}
