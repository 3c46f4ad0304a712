package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.esotericsoftware.kryo.kryo5.io.Input;
import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.Task;
import org.jvmpool.TaskFunction;

@Timeout(60)
class JavaSerializationTest {
  static final class Single implements Serializable {
    private static final long serialVersionUID = 1L;
    static final Single INSTANCE = new Single();

    private Object readResolve() {
      return INSTANCE;
    }
  }

  static final class Handle implements Task<String> {
    private static final long serialVersionUID = 1L;
    private final transient Thread owner = Thread.currentThread();
    private final String name;

    Handle(String name) {
      this.name = name;
    }

    @Override
    public String call() {
      return name + (owner != null);
    }

    private Object writeReplace() {
      return new Form(name);
    }

    private record Form(String name) implements Serializable {
      private Object readResolve() {
        return new Handle(name);
      }
    }
  }

  public static final class Outside implements Externalizable {
    private int value;

    public Outside() {}

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
      out.writeInt(value);
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
      value = in.readInt() + 1;
    }
  }

  /** Not Serializable. */
  static class Bean {
    int n = 5;
    Object back;
  }

  static class Hooked implements Serializable {
    private static final long serialVersionUID = 1L;
    Object content;
    Hooked self = this;
    int[][] grid = {{1}, {2}};
    transient int computed;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      computed = 42;
    }
  }

  @Test
  void hooksAreCalled() throws Exception {
    assertSame(Single.INSTANCE, Travel.copy(Single.INSTANCE));
    assertEquals("ntrue", Travel.copy(new Handle("n")).call());
    assertEquals("ntrue", Travel.function(new Handle("n")).call());
    Outside outside = new Outside();
    outside.value = 1;
    assertEquals(2, Travel.copy(outside).value);
    Hooked copy = Travel.copy(new Hooked());
    assertEquals(42, copy.computed);
    assertSame(copy, copy.self);
    assertEquals(2, copy.grid[1][0]);
  }

  @Test
  void handlesInsideOrdinaryObjectsTravel() throws Exception {
    Bean bean = new Bean();
    bean.back = List.of(new Handle("n"));
    assertEquals("ntrue", ((Handle) ((List<?>) Travel.copy(bean).back).get(0)).call());
    Handle handle = new Handle("m");
    Task<String> task = () -> handle.call();
    assertEquals("mtrue", Travel.function(task).call());
  }

  @Test
  void hookedObjectsMayHoldLambdasAndPlainBeans() throws Exception {
    int plus = 1;
    Bean captured = new Bean();
    TaskFunction<Integer, Integer> lambda = x -> x + plus + captured.n;
    Hooked hooked = new Hooked();
    hooked.content = new ArrayList<>(List.of(lambda, new Bean()));
    List<?> content = (List<?>) Travel.copy(hooked).content;
    @SuppressWarnings("unchecked")
    TaskFunction<Integer, Integer> copy = (TaskFunction<Integer, Integer>) content.get(0);
    assertEquals(16, copy.apply(10));
    assertEquals(5, ((Bean) content.get(1)).n);
  }

  @Test
  void whatAHookedObjectSharesWithObjectsBeforeItStaysShared() {
    StringBuilder shared = new StringBuilder("s");
    List<Object> list = new ArrayList<>(List.of(shared));
    Hooked hooked = new Hooked();
    hooked.content = list;
    List<Object> copy = Travel.copy(new ArrayList<>(List.of(shared, list, hooked)));
    assertSame(copy.get(1), ((Hooked) copy.get(2)).content);
    assertSame(copy.get(0), ((List<?>) copy.get(1)).get(0));
  }

  @Test
  void whatAHookedObjectSharesWithObjectsAfterItStaysShared() {
    Bean bean = new Bean();
    List<Object> list = new ArrayList<>(List.of(new StringBuilder("s"), bean));
    Hooked hooked = new Hooked();
    hooked.content = new ArrayList<>(List.of(list, "text"));
    Hooked other = new Hooked();
    other.content = list;
    Bean last = new Bean();
    last.back = list.get(0);
    List<Object> copy = Travel.copy(new ArrayList<>(List.of(hooked, list, other, last, bean)));
    List<?> content = (List<?>) ((Hooked) copy.get(0)).content;
    assertSame(content.get(0), copy.get(1));
    assertSame(content.get(0), ((Hooked) copy.get(2)).content);
    assertSame(((List<?>) copy.get(1)).get(0), ((Bean) copy.get(3)).back);
    assertSame(((List<?>) copy.get(1)).get(1), copy.get(4));
  }

  @Test
  void twoHookedObjectsMayShareWhatNothingElseHolds() {
    int[] shared = {1};
    Hooked one = new Hooked();
    Hooked two = new Hooked();
    one.content = shared;
    two.content = new Object[] {shared, shared};
    Hooked[] copy = Travel.copy(new Hooked[] {one, two});
    assertSame(copy[0].content, ((Object[]) copy[1].content)[0]);
    assertSame(copy[0].content, ((Object[]) copy[1].content)[1]);
  }

  /** Is under way from when it is written until somebody takes it or gives it up. */
  static final class UnderWay implements Serializable {
    private static final long serialVersionUID = 1L;
    static final AtomicInteger COUNT = new AtomicInteger();

    @SuppressWarnings("serial")
    Object content;

    private void writeObject(ObjectOutputStream out) throws IOException {
      out.defaultWriteObject();
      COUNT.incrementAndGet();
      InFlight.note(COUNT::decrementAndGet);
    }
  }

  @Test
  void whatIsWrittenASecondTimeToStaySharedIsUnderWayOnce() {
    int[] shared = {1};
    UnderWay underWay = new UnderWay();
    underWay.content = shared;
    InFlight message = new InFlight();
    byte[] bytes = message.noteDuring(() -> Travel.bytes(new Object[] {underWay, shared}));
    assertEquals(1, UnderWay.COUNT.get());
    Object[] copy = (Object[]) Travel.CODEC.decode(new Input(bytes), Travel.LOADER);
    assertSame(((UnderWay) copy[0]).content, copy[1]);
    message.giveUp();
    assertEquals(0, UnderWay.COUNT.get());
  }

  /** Stands for another in a stream. */
  static final class Replacing implements Serializable {
    private static final long serialVersionUID = 1L;
    private final transient int number = 7;

    private Object writeReplace() {
      return new Form(number);
    }

    private record Form(int number) implements Serializable {
      private Object readResolve() {
        return new Replacing();
      }
    }
  }

  /* A stream is told of the replacement alone, and what goes beside it is read before it. */
  @Test
  void whatStandsForAnotherInAStreamOrGoesBesideItBecomesTwo() {
    Hooked hooked = new Hooked();
    Replacing replacing = new Replacing();
    hooked.content = replacing;
    Object[] copy = Travel.copy(new Object[] {hooked, replacing});
    assertNotSame(((Hooked) copy[0]).content, copy[1]);
    copy = Travel.copy(new Object[] {replacing, hooked});
    assertNotSame(((Hooked) copy[1]).content, copy[0]);

    List<Object> shared = new ArrayList<>(List.of("s"));
    Bean beside = new Bean();
    beside.back = shared;
    hooked.content = new Object[] {shared, beside};
    Object[] content = (Object[]) Travel.copy(hooked).content;
    assertEquals(content[0], ((Bean) content[1]).back);
    assertNotSame(content[0], ((Bean) content[1]).back);
  }

  private record Ring(Bean member) implements Serializable {}

  private static final class Member extends Bean implements Serializable {
    private static final long serialVersionUID = 1L;
    Ring ring;
  }

  /* So the specification of records has it; outside of streams the cycle stays. */
  @Test
  void aRecordInAStreamThatLeadsBackToItselfIsNullThere() {
    Member member = new Member();
    member.ring = new Ring(member);
    Hooked hooked = new Hooked();
    hooked.content = member.ring;
    Ring ring = (Ring) Travel.copy(hooked).content;
    assertNull(((Member) ring.member()).ring);

    ring = Travel.copy(member.ring);
    assertSame(ring, ((Member) ring.member()).ring);
  }

  @Test
  void hookedObjectsThatKnowEachOtherTravel() {
    Hooked parent = new Hooked();
    List<Hooked> children = new ArrayList<>();
    parent.content = children;
    for (int i = 0; i < 3; i++) {
      Hooked child = new Hooked();
      child.content = parent;
      children.add(child);
    }
    Hooked copy = Travel.copy(parent);
    for (Object child : (List<?>) copy.content) {
      assertSame(copy, ((Hooked) child).content);
    }
    List<Hooked> all = Travel.copy(new ArrayList<>(List.of(children.get(0), parent)));
    assertEquals(3, ((List<?>) ((Hooked) all.get(0).content).content).size());
  }

  static class Locked {
    final ReentrantLock lock = new ReentrantLock();
    final Condition changed = lock.newCondition();
  }

  @Test
  void aLockAndItsConditionStayTogether() {
    Locked copy = Travel.copy(new Locked());
    copy.lock.lock();
    copy.changed.signalAll();
    copy.lock.unlock();
    assertEquals(false, copy.lock.isLocked());
  }

  @Test
  void aBeanMayReferBackToTheHookedObjectThatHoldsIt() {
    Hooked hooked = new Hooked();
    Bean bean = new Bean();
    bean.back = hooked;
    hooked.content = bean;
    Hooked copy = Travel.copy(hooked);
    assertSame(copy, ((Bean) copy.content).back);
  }

  @Test
  void containersOfTheJdkHoldLambdasAsTheirComparator() {
    ConcurrentSkipListSet<String> set =
        new ConcurrentSkipListSet<>(
            (org.jvmpool.SerializableComparator<String>) (a, b) -> b.compareTo(a));
    set.add("a");
    set.add("b");
    assertEquals("b", Travel.copy(set).first());
  }

  @Test
  void whatExtendsAnOpenClassOfTheJdkIsReadByItself() {
    class Tagged extends java.util.Date {
      private static final long serialVersionUID = 1L;
      private String tag;
    }
    Tagged tagged = new Tagged();
    tagged.setTime(77);
    tagged.tag = "t";
    Tagged copy = Travel.copy(tagged);
    assertEquals(77, copy.getTime());
    assertEquals("t", copy.tag);
    assertTrue(copy.equals(tagged));
  }
}
