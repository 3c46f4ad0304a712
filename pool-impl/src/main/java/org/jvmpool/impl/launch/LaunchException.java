package org.jvmpool.impl.launch;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM could not be started. The message carries what happened, the likely cause, what to
 * do, and the command.
 */
public final class LaunchException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String what;
  private final String command;
  private final String output;

  LaunchException(String what, String command, String output, @Nullable Throwable cause) {
    super(
        what + "\n  command: " + command + (output.isEmpty() ? "" : "\n  output: " + output),
        cause);
    this.what = what;
    this.command = command;
    this.output = output;
  }

  /** What happened, the likely cause and what to do, without the command and the output. */
  public String what() {
    return what;
  }

  /** The command, as {@link Launcher#describeCommand()} tells it. */
  public String command() {
    return command;
  }

  /** What the attempt printed or the system said; may be empty. */
  public String output() {
    return output;
  }
}
