package org.jvmpool.impl.launch;

/** A -javaagent for tests; leaves a property. */
public final class TinyAgent {
  private TinyAgent() {}

  public static void premain(String arguments) {
    System.setProperty("agent.was.here", "yes");
  }
}
