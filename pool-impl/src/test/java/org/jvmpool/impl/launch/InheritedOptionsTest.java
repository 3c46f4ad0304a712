package org.jvmpool.impl.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A child inherits what code depends on, and nothing that belongs to one JVM. */
@Timeout(30)
class InheritedOptionsTest {
  private static final Path HERE = Path.of("").toAbsolutePath();
  private static final JavaHome JAVA_17 = new JavaHome(Path.of("java"), 17);
  private static final JavaHome JAVA_25 = new JavaHome(Path.of("java"), 25);

  private static List<String> inherited(String... options) {
    return InheritedOptions.of(List.of(options), JAVA_25, HERE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-exports=a/b=c",
        "--add-reads=a=b",
        "--add-modules=jdk.incubator.vector",
        "--patch-module=a=/b",
        "--enable-preview",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-ea",
        "-ea:org.example...",
        "-da:org.example.Slow",
        "-enableassertions",
        "-esa",
        "-Xss4m",
        "-Djava.util.logging.config.file=x",
        "-Dfile.encoding=UTF-8",
        "-Djava.io.tmpdir=/x",
        "-XX:+EnableDynamicAgentLoading"
      })
  void keeps(String option) {
    assertEquals(List.of(option), inherited(option));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xmx4g",
        "-Xms1g",
        "-Xmn1g",
        "-XX:MaxRAMPercentage=75",
        "-XX:InitialRAMPercentage=75",
        "-XX:MaxMetaspaceSize=1g",
        "-XX:+UseG1GC",
        "-XX:+UseZGC",
        "-XX:ActiveProcessorCount=8",
        "-Xlog:gc:file=gc.log",
        "-XX:StartFlightRecording=filename=x",
        "-XX:FlightRecorderOptions=x",
        "-Dcom.sun.management.jmxremote.port=9999",
        "-Dcom.sun.management.jmxremote",
        "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
        "-agentpath:/opt/profiler.so",
        "-Xrunjdwp:transport=dt_socket",
        "-Xdebug",
        "-XX:SharedArchiveFile=x",
        "-XX:ArchiveClassesAtExit=x",
        "-XX:AOTCache=x",
        "-XX:AOTCacheOutput=x",
        "-Xshare:off",
        "-XX:+HeapDumpOnOutOfMemoryError",
        "-XX:HeapDumpPath=x",
        "-XX:OnOutOfMemoryError=kill %p",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:ErrorFile=x",
        "-XX:OnError=x",
        "-XX:CRaCCheckpointTo=x",
        "--module-path=/x",
        "--add-modules=ALL-DEFAULT",
        "--add-modules=ALL-MODULE-PATH",
        "-Djava.class.path=x",
        "-Djdk.module.main=x",
        "-Dsurefire.x=y",
        "-Dorg.example.own=handed on by value",
        "-javaagent:/idea/lib/idea_rt.jar=4711",
        "-javaagent:/x/jmx_prometheus_javaagent.jar=8080:c.yml",
        "-javaagent:/x/jacocoagent.jar=output=tcpserver,port=6300",
      })
  void drops(String option) {
    assertEquals(List.of(), inherited(option));
  }

  @Test
  void keepsNamedModulesAmongWords() {
    assertEquals(List.of("--add-modules=a,b"), inherited("--add-modules=a,ALL-DEFAULT,b"));
  }

  @Test
  void keepsTheOrder() {
    assertEquals(List.of("-da", "-ea:a", "-da:b"), inherited("-da", "-Xmx1g", "-ea:a", "-da:b"));
  }

  @Test
  void dropsWhatAnOlderJavaDoesNotKnow() {
    List<String> options =
        List.of("--sun-misc-unsafe-memory-access=allow", "--illegal-native-access=deny", "-ea");
    assertEquals(List.of("-ea"), InheritedOptions.of(options, JAVA_17, HERE));
    assertEquals(options, InheritedOptions.of(options, JAVA_25, HERE));
  }

  @Test
  void makesAnAgentsPathsAbsolute() {
    assertEquals(
        List.of(
            "-javaagent:" + HERE.resolve("a.jar"),
            "-javaagent:/x/jacoco.jar=append=true,destfile="
                + HERE.resolve("t/j.exec")
                + ",dumponexit=true",
            "-javaagent:/x/jacoco.jar=destfile=/y/j.exec"),
        inherited(
            "-javaagent:a.jar",
            "-javaagent:/x/jacoco.jar=append=true,destfile=t/j.exec,dumponexit=true",
            "-javaagent:/x/jacoco.jar=destfile=/y/j.exec"));
  }

  @Test
  void filtersTheVariablesThatTheJvmReads() {
    String value =
        "-Xmx9g -agentlib:jdwp=address=1 -Da=b \"-Dc=d e\" -javaagent:x.jar"
            + " -Dcom.sun.management.jmxremote.port=1 -ea";
    assertEquals("-Da=b \"-Dc=d e\" -ea", InheritedOptions.ofVariable(value, JAVA_25, HERE));
    assertEquals("", InheritedOptions.ofVariable("  -Xmx9g ", JAVA_25, HERE));
    assertEquals(
        "-Da=1 2", InheritedOptions.ofVariable("-Da=1' '2", JAVA_25, HERE).replace("\"", ""));
  }

  @Test
  void cleansTheEnvironment() {
    ChildEnvironment environment =
        ChildEnvironment.of(
            Map.of(
                "PATH", "/bin",
                "CLASSPATH", "/x",
                "JDK_JAVA_OPTIONS", "-Xmx1g",
                "JAVA_TOOL_OPTIONS", "-agentlib:jdwp=x -Da=b",
                "_JAVA_OPTIONS", "-Xmx9g",
                "odd.name", "1"),
            Map.of("OWN", "2", "PS1", "3"),
            JAVA_25,
            HERE);
    assertEquals(
        Map.of(
            "PATH", "/bin", "JAVA_TOOL_OPTIONS", "-Da=b", "odd.name", "1", "OWN", "2", "PS1", "3"),
        environment.variables());
    assertEquals(Map.of("odd.name", "1", "PS1", "3"), environment.besideTheShell());
    assertEquals(Set.of("Picked up JAVA_TOOL_OPTIONS: -Da=b"), environment.noise());
  }

  @Test
  void handsOnTheProgramsOwnProperties() {
    Properties properties = new Properties();
    properties.setProperty("org.example.a", "1");
    properties.setProperty("javax.net.ssl.trustStore", "2");
    properties.setProperty("empty", "");
    for (String key :
        List.of(
            "java.version",
            "jdk.debug",
            "sun.arch.data.model",
            "os.name",
            "user.home",
            "file.separator",
            "line.separator",
            "path.separator",
            "native.encoding",
            "stdout.encoding",
            "surefire.real.class.path",
            "com.sun.management.jmxremote.port",
            "kryo.unsafe",
            "with=equals")) {
      properties.setProperty(key, "x");
    }
    properties.setProperty("huge", "x".repeat(8 * 1024 + 1));
    properties.setProperty("nul", "\0");
    properties.put("number", 1);
    assertEquals(
        Map.of("org.example.a", "1", "javax.net.ssl.trustStore", "2", "empty", ""),
        SystemProperties.inherited(properties));
  }

  @Test
  void everyPropertyOfABareJvmIsTheJvmsOwn() {
    // Whatever this JVM was given beside: none of the java.* and its like may get through.
    Map<String, String> left = SystemProperties.inherited(System.getProperties());
    assertTrue(
        left.keySet().stream().noneMatch(key -> key.matches("(java|jdk|sun|os|user|file)\\..*")),
        left::toString);
    assertFalse(left.containsKey("line.separator"));
  }
}
