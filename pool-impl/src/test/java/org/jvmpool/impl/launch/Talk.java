package org.jvmpool.impl.launch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jvmpool.WorkerOutput;
import org.jvmpool.impl.settings.JvmSettings;
import org.jvmpool.impl.settings.SettingsBuilder;

/** One launcher with one child that runs {@link TalkingMain}, for tests; closing kills it. */
final class Talk implements AutoCloseable {
  final Launcher launcher;
  final ChildJvm child;
  final List<String> stderr = new CopyOnWriteArrayList<>();
  private final DataOutputStream out;
  private final DataInputStream in;

  Talk(Launcher launcher) throws IOException {
    this.launcher = launcher;
    this.child = launcher.launch(stderr::add);
    this.out = new DataOutputStream(child.toChild());
    this.in = new DataInputStream(child.fromChild());
  }

  static Talk with(UnaryOperator<SettingsBuilder> change) throws IOException {
    return new Talk(Launcher.create(settings(change), TalkingMain.class.getName()));
  }

  static Talk plain() throws IOException {
    return with(builder -> builder);
  }

  static JvmSettings settings(UnaryOperator<SettingsBuilder> change) {
    SettingsBuilder builder =
        new SettingsBuilder(
            settings -> {
              throw new UnsupportedOperationException();
            });
    return change
        .apply(builder.name("test").workers(2).output(WorkerOutput.discard()))
        .settings()
        .jvm();
  }

  String ask(String command) throws IOException {
    say(command);
    return in.readUTF();
  }

  /** For a command that has no answer. */
  void say(String command) throws IOException {
    out.writeUTF(command);
  }

  Ending awaitEnding() throws Exception {
    child.onExit().get(30, TimeUnit.SECONDS);
    return child.ending();
  }

  @Override
  public void close() {
    child.kill();
    child.onExit().join();
    launcher.close();
  }
}
