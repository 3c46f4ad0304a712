package org.jvmpool.impl.manager;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.ListTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.TestStringListGenerator;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.TestStringSetGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.ListFeature;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.features.SetFeature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestFailure;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.Multiprocessing;
import org.jvmpool.manager.Manager;

/**
 * Guava's tests of maps, lists and sets, a judge from outside, on those of a manager: each of its
 * tests is a test here.
 */
@Timeout(60)
class CollectionsTest {
  private static Manager manager;

  @BeforeAll
  static void start() {
    manager = Multiprocessing.local().manager();
  }

  @AfterAll
  static void end() {
    manager.close();
  }

  @TestFactory
  Stream<DynamicTest> aDictIsAConcurrentMap() {
    return tests(
        ConcurrentMapTestSuiteBuilder.using(
                new TestStringMapGenerator() {
                  @Override
                  protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                    Map<String, String> dict = manager.dict();
                    for (Map.Entry<String, String> entry : entries) {
                      dict.put(entry.getKey(), entry.getValue());
                    }
                    return dict;
                  }
                })
            .named("dict")
            .withFeatures(
                MapFeature.GENERAL_PURPOSE,
                CollectionFeature.SERIALIZABLE,
                CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                CollectionFeature.KNOWN_ORDER,
                CollectionSize.ANY)
            .createTestSuite());
  }

  @TestFactory
  Stream<DynamicTest> aListIsAList() {
    return tests(
        ListTestSuiteBuilder.using(
                new TestStringListGenerator() {
                  @Override
                  protected List<String> create(String[] elements) {
                    return manager.list(Arrays.asList(elements));
                  }
                })
            .named("list")
            .withFeatures(
                ListFeature.GENERAL_PURPOSE,
                CollectionFeature.SERIALIZABLE,
                CollectionFeature.ALLOWS_NULL_VALUES,
                CollectionSize.ANY)
            .createTestSuite());
  }

  @TestFactory
  Stream<DynamicTest> anArrayIsAListOfFixedSize() {
    return tests(
        ListTestSuiteBuilder.using(
                new TestStringListGenerator() {
                  @Override
                  protected List<String> create(String[] elements) {
                    return manager.array(Arrays.asList(elements));
                  }
                })
            .named("array")
            .withFeatures(
                ListFeature.SUPPORTS_SET,
                CollectionFeature.SERIALIZABLE,
                CollectionFeature.ALLOWS_NULL_VALUES,
                CollectionSize.ANY)
            .createTestSuite());
  }

  @TestFactory
  Stream<DynamicTest> aSetIsASet() {
    return tests(
        SetTestSuiteBuilder.using(
                new TestStringSetGenerator() {
                  @Override
                  protected Set<String> create(String[] elements) {
                    Set<String> set = manager.set();
                    Collections.addAll(set, elements);
                    return set;
                  }
                })
            .named("set")
            .withFeatures(
                SetFeature.GENERAL_PURPOSE,
                CollectionFeature.SERIALIZABLE,
                CollectionFeature.KNOWN_ORDER,
                CollectionSize.ANY)
            .createTestSuite());
  }

  private static Stream<DynamicTest> tests(TestSuite suite) {
    List<DynamicTest> tests = new ArrayList<>();
    add(suite, tests);
    return tests.stream();
  }

  private static void add(Test test, List<DynamicTest> tests) {
    if (test instanceof TestSuite suite) {
      Collections.list(suite.tests()).forEach(each -> add(each, tests));
    } else {
      tests.add(DynamicTest.dynamicTest(test.toString(), () -> run(test)));
    }
  }

  private static void run(Test test) throws Throwable {
    TestResult result = new TestResult();
    test.run(result);
    for (TestFailure failure :
        Stream.concat(
                Collections.list(result.failures()).stream(),
                Collections.list(result.errors()).stream())
            .toList()) {
      throw failure.thrownException();
    }
  }
}
