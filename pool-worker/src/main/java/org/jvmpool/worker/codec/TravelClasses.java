package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Registration;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import com.esotericsoftware.kryo.kryo5.util.DefaultClassResolver;
import com.esotericsoftware.kryo.kryo5.util.IdentityObjectIntMap;
import com.esotericsoftware.kryo.kryo5.util.IntMap;
import java.lang.invoke.SerializedLambda;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a class by its name, once a graph, with a fingerprint of its fields.
 *
 * <p>Fields travel without names, so two versions of a class would mix them up silently; the
 * fingerprint turns that into a message.
 *
 * <pre>
 * 1 | number in this graph (varint) | first time only: name, fingerprint (int)
 * </pre>
 */
final class TravelClasses extends DefaultClassResolver {
  private final Map<String, Class<?>> byName = new HashMap<>();

  void forgetNames() {
    byName.clear();
  }

  int known() {
    return classToRegistration.size;
  }

  @Override
  protected void writeName(
      Output out, @SuppressWarnings("rawtypes") Class type, Registration registration) {
    if (Lambdas.isLambda(type)) {
      // The name of a lambda's class means nothing elsewhere: its serialized form goes instead.
      out.writeVarInt(kryo.getRegistration(SerializedLambda.class).getId() + 2, true);
      return;
    }
    out.writeByte(NAME + 2);
    if (classToNameId == null) {
      classToNameId = new IdentityObjectIntMap<>();
    }
    int id = classToNameId.get(type, -1);
    if (id != -1) {
      out.writeVarInt(id, true);
      return;
    }
    id = nextNameId++;
    classToNameId.put(type, id);
    out.writeVarInt(id, true);
    PlainValues.writeString(ClassHomes.nameOf(type), out);
    out.writeInt(fingerprint(registration));
  }

  @Override
  protected Registration readName(Input in) {
    int id = in.readVarInt(true);
    if (nameIdToClass == null) {
      nameIdToClass = new IntMap<>();
    }
    Class<?> type = nameIdToClass.get(id);
    if (type != null) {
      return kryo.getRegistration(type);
    }
    type = find(PlainValues.readName(in));
    int fingerprint = in.readInt();
    Registration registration = kryo.getRegistration(type);
    if (fingerprint != fingerprint(registration)) {
      throw new Malformed(
          type.getName()
              + " has other fields here than in the JVM that sent it: the class was changed or"
              + " rebuilt, or a serializer of yours for it is known to one of the two alone; restart"
              + " both with the same version and class path");
    }
    nameIdToClass.put(id, type);
    return registration;
  }

  private static int fingerprint(Registration registration) {
    return registration.getSerializer() instanceof Layout layout ? layout.fingerprint() : 0;
  }

  private Class<?> find(String name) {
    return byName.computeIfAbsent(name, n -> ClassNames.find(n, kryo.getClassLoader()));
  }
}
