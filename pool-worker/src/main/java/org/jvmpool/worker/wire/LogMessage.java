package org.jvmpool.worker.wire;

import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.jvmpool.worker.codec.BoundedInput;

/**
 * A log record of a worker, for the parent's logger of the same name.
 *
 * @param level as SLF4J counts: 0 trace, 10 debug, 20 info, 30 warn, 40 error
 * @param logger the name of the logger
 * @param thread the name of the thread that logged
 * @param text the message with its arguments in it
 * @param context the diagnostic context of the thread, and the record's own keys and values
 * @param thrown what was logged with it, as {@code Codec.encodeThrowable} writes it, or null
 */
public record LogMessage(
    int level,
    String logger,
    String thread,
    String text,
    Map<String, String> context,
    byte @Nullable [] thrown) {

  private static final int HIGHEST = 40;

  public void write(Output out) {
    out.writeByte(level);
    out.writeString(logger);
    out.writeString(thread);
    out.writeString(text);
    out.writeVarInt(context.size(), true);
    context.forEach(
        (key, value) -> {
          out.writeString(key);
          out.writeString(value);
        });
    out.writeBoolean(thrown != null);
    if (thrown != null) {
      out.writeVarInt(thrown.length, true);
      out.writeBytes(thrown);
    }
  }

  public static LogMessage read(Input in) {
    int level = in.readByte();
    if (level < 0 || level > HIGHEST || level % 10 != 0) {
      throw new IllegalArgumentException("no level is " + level);
    }
    String logger = in.readString();
    String thread = in.readString();
    String text = in.readString();
    int count = BoundedInput.readCount(in, 2);
    Map<String, String> context = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      context.put(in.readString(), in.readString());
    }
    return new LogMessage(
        level,
        logger,
        thread,
        text,
        context,
        in.readBoolean() ? in.readBytes(in.readVarInt(true)) : null);
  }
}
