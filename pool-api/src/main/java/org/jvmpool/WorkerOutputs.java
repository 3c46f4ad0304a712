package org.jvmpool;

import java.util.function.Consumer;

/** The outputs that {@link WorkerOutput} hands out. */
enum WorkerOutputs implements WorkerOutput {
  INHERIT("inherit()") {
    @Override
    public void accept(Line line) {
      (line.error() ? System.err : System.out).println(line.text());
    }
  },

  DISCARD("discard()") {
    @Override
    public void accept(Line line) {}
  };

  private final String call;

  WorkerOutputs(String call) {
    this.call = call;
  }

  @Override
  public String toString() {
    return "WorkerOutput." + call;
  }

  /** Hands each line to the user's consumer. */
  record To(Consumer<Line> consumer) implements WorkerOutput {
    @Override
    public void accept(Line line) {
      consumer.accept(line);
    }

    @Override
    public String toString() {
      return "WorkerOutput.to(" + consumer + ")";
    }
  }
}
