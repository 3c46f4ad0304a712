package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jvmpool.TaskSerializationException;
import org.jvmpool.worker.codec.GraphPlan.Kind;

/**
 * Random graphs of objects, with shared nodes and cycles, arrive as they were, as they do by Java
 * serialization. A failure prints its seed, and the smallest graph that fails.
 */
class RandomGraphTest {
  private static final Set<Kind> ORDINARY =
      EnumSet.of(
          Kind.BEAN, Kind.LIST, Kind.LINKED, Kind.MAP, Kind.ORDERED_MAP, Kind.ARRAY, Kind.VALUE);

  @Provide
  Arbitrary<GraphPlan> plans() {
    return plansOf(EnumSet.allOf(Kind.class));
  }

  /* In a stream of Java serialization a record that leads back to itself is null there. */
  @Provide
  Arbitrary<GraphPlan> withoutStreams() {
    return plansOf(EnumSet.complementOf(EnumSet.of(Kind.HOOKED)));
  }

  @Provide
  Arbitrary<GraphPlan> ordinaryPlans() {
    return plansOf(ORDINARY);
  }

  @Provide
  Arbitrary<GraphPlan> hookedPlans() {
    Set<Kind> kinds = EnumSet.of(Kind.HOOKED);
    kinds.addAll(ORDINARY);
    return plansOf(kinds);
  }

  private static Arbitrary<GraphPlan> plansOf(Set<Kind> kinds) {
    Arbitrary<GraphPlan.Node> node =
        Combinators.combine(
                Arbitraries.of(kinds),
                Arbitraries.integers(),
                Arbitraries.integers().between(0, 1_000).list().ofMaxSize(4))
            .as(GraphPlan.Node::new);
    return node.list().ofMinSize(1).ofMaxSize(25).map(GraphPlan::new);
  }

  private static Object javaCopy(Object root) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(root);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void aGraphWithSharedNodesArrivesAsByJavaSerialization(@ForAll("plans") GraphPlan plan)
      throws Exception {
    Object root = plan.build(false);
    Object copy = Travel.copy(root);
    assertNull(SameGraph.difference(root, copy));
    assertNull(SameGraph.difference(javaCopy(root), copy));
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void aGraphWithCyclesArrivesAsItWasOrIsRefused(@ForAll("withoutStreams") GraphPlan plan) {
    checkArrivesOrIsRefused(plan);
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void hookedObjectsInCyclesArriveAsTheyWereOrAreRefused(@ForAll("hookedPlans") GraphPlan plan) {
    checkArrivesOrIsRefused(plan);
  }

  private static void checkArrivesOrIsRefused(GraphPlan plan) {
    Object root = plan.build(true);
    Object copy;
    try {
      copy = Travel.copy(root);
    } catch (TaskSerializationException refused) {
      assertTrue(String.valueOf(refused.getMessage()).contains("cycle"), refused.getMessage());
      return;
    }
    assertNull(SameGraph.difference(root, copy));
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void beansListsMapsAndArraysMayReferToEachOtherInAnyWay(@ForAll("ordinaryPlans") GraphPlan plan)
      throws Exception {
    Object root = plan.build(true);
    Object copy = Travel.copy(root);
    assertNull(SameGraph.difference(root, copy));
    assertNull(SameGraph.difference(javaCopy(root), copy));
  }
}
