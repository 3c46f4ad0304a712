package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.BoundedInput;

/** Where a task was when its limit passed. */
public record OverdueMessage(StackTraceElement[] stack) {
  public void write(Output out) {
    out.writeVarInt(stack.length, true);
    for (StackTraceElement element : stack) {
      out.writeString(element.getClassLoaderName());
      out.writeString(element.getModuleName());
      out.writeString(element.getModuleVersion());
      out.writeString(element.getClassName());
      out.writeString(element.getMethodName());
      out.writeString(element.getFileName());
      out.writeInt(element.getLineNumber());
    }
  }

  public static OverdueMessage read(Input in) {
    StackTraceElement[] stack = new StackTraceElement[BoundedInput.readCount(in, 10)];
    for (int i = 0; i < stack.length; i++) {
      @Nullable String loader = in.readString();
      @Nullable String module = in.readString();
      @Nullable String version = in.readString();
      stack[i] =
          new StackTraceElement(
              loader,
              module,
              version,
              in.readString(),
              in.readString(),
              in.readString(),
              in.readInt());
    }
    return new OverdueMessage(stack);
  }
}
