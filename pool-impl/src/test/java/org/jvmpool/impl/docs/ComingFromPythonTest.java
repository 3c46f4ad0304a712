package org.jvmpool.impl.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jvmpool.Multiprocessing;
import org.jvmpool.Pool;
import org.jvmpool.impl.docs.PageTables.Row;
import org.jvmpool.impl.testkit.Behaviour;
import org.jvmpool.impl.testkit.Sources;
import org.jvmpool.manager.Manager;

/**
 * The page for those who know Python's multiprocessing: it has every name, and its snippets compile
 * and run. They run on threads; what starts a JVM by itself is only compiled.
 */
@Behaviour
class ComingFromPythonTest {
  private static final String PAGE = "coming-from-python.md";

  private static final String MULTIPROCESSING =
      "Array AuthenticationError Barrier BoundedSemaphore BufferTooShort Condition Event"
          + " JoinableQueue Lock Manager Pipe Pool Process ProcessError Queue RLock RawArray RawValue"
          + " Semaphore SimpleQueue TimeoutError Value active_children allow_connection_pickling"
          + " cpu_count current_process freeze_support get_all_start_methods get_context get_logger"
          + " get_start_method log_to_stderr parent_process reducer set_executable"
          + " set_forkserver_preload set_start_method";

  private static final String THREADING =
      "Barrier BoundedSemaphore BrokenBarrierError Condition Event ExceptHookArgs Lock RLock"
          + " Semaphore TIMEOUT_MAX Thread ThreadError Timer active_count current_thread enumerate"
          + " excepthook get_ident get_native_id getprofile gettrace local main_thread setprofile"
          + " setprofile_all_threads settrace settrace_all_threads stack_size";

  private static final String HEAD =
      """
      import java.io.*;
      import java.net.*;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.concurrent.locks.*;
      import org.jvmpool.*;
      import org.jvmpool.manager.*;
      import org.jvmpool.shared.*;

      public class Snippets {
        public static Multiprocessing mp;
        public static Manager manager;
        public static Pool pool;
        static List<Integer> items = List.of(1, 2, 3);
        static List<Map.Entry<Integer, Integer>> pairs = List.of(Map.entry(1, 2));
        static int work(int x) { return x + 1; }
        static int add(int x, int y) { return x + y; }
      """;

  private static Set<String> namesOf(String section) throws Exception {
    Set<String> names = new TreeSet<>();
    for (Row row : PageTables.of(PAGE)) {
      if (row.section().equals(section)) {
        for (String code : Row.code(row.python())) {
          names.add(code.replaceAll("\\W.*", ""));
        }
      }
    }
    return names;
  }

  @Test
  void everyNameOfMultiprocessingHasARow() throws Exception {
    assertEquals(
        new TreeSet<>(List.of(MULTIPROCESSING.split(" "))), namesOf("`multiprocessing.__all__`"));
  }

  @Test
  void everyNameOfThreadingHasARow() throws Exception {
    assertEquals(new TreeSet<>(List.of(THREADING.split(" "))), namesOf("`threading.__all__`"));
  }

  @Test
  void everyRowHasASnippetOrAReason() throws Exception {
    for (Row row : PageTables.of(PAGE)) {
      if (!row.section().startsWith("Rows")) {
        assertFalse(row.snippets().isEmpty() && row.note().isEmpty(), row::toString);
      }
    }
  }

  @Test
  @Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void everySnippetCompilesAndRuns(@TempDir Path dir) throws Exception {
    List<String> snippets = new ArrayList<>();
    for (Row row : PageTables.of(PAGE)) {
      snippets.addAll(row.snippets());
    }
    assertFalse(snippets.size() < 100, "the page's tables were not found");
    StringBuilder source = new StringBuilder(HEAD);
    for (int i = 0; i < snippets.size(); i++) {
      source.append("  public static void s").append(i).append("() throws Exception {\n    ");
      source.append(snippets.get(i)).append("\n  }\n");
    }
    source.append("}\n");
    Path classes = Sources.compile(dir, List.of(), Map.of("Snippets.java", source.toString()));
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      run(loader.loadClass("Snippets"), snippets);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static void run(Class<?> type, List<String> snippets) throws Exception {
    Multiprocessing mp = Multiprocessing.threads();
    type.getField("mp").set(null, mp);
    try (Manager manager = mp.manager()) {
      type.getField("manager").set(null, manager);
      for (int i = 0; i < snippets.size(); i++) {
        String snippet = snippets.get(i);
        if (snippet.matches(
            ".*(Pool\\.create|Pool\\.builder|local\\(|Connections\\.|SharedMemory\\.attach).*")) {
          continue;
        }
        try (Pool pool = snippet.contains("pool.") ? mp.pool(2) : null) {
          type.getField("pool").set(null, pool);
          type.getMethod("s" + i).invoke(null);
        } catch (InvocationTargetException e) {
          throw new AssertionError(snippet, e.getCause());
        }
      }
    }
  }
}
