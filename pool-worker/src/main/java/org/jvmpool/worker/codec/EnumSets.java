package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.util.EnumSet;

/** A set of enum constants: their class and their names. */
@SuppressWarnings({"unchecked", "rawtypes"})
final class EnumSets extends Serializer<EnumSet> {
  @Override
  public void write(Kryo kryo, Output out, EnumSet set) {
    EnumSet<?> filled = set.isEmpty() ? EnumSet.complementOf(set) : set;
    PlainValues.writeText(
        filled.isEmpty() ? null : ClassHomes.nameOf(filled.iterator().next().getDeclaringClass()),
        out);
    if (filled.isEmpty()) {
      throw new CannotTravel(set, "its enum class has no constants", null);
    }
    out.writeVarInt(set.size(), true);
    for (Object constant : set) {
      PlainValues.writeString(((Enum<?>) constant).name(), out);
    }
  }

  @Override
  public EnumSet read(Kryo kryo, Input in, Class<? extends EnumSet> ignored) {
    Class type = ClassNames.find(PlainValues.readName(in), kryo.getClassLoader());
    EnumSet set = EnumSet.noneOf(type);
    int count = PlainValues.length(in, 2);
    for (int i = 0; i < count; i++) {
      set.add(Enum.valueOf(type, PlainValues.readName(in)));
    }
    return set;
  }
}
