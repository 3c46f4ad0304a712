package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.invoke.SerializedLambda;
import java.util.List;
import java.util.Map;

/**
 * Writes a lambda, or its serialized form, inside an object graph.
 *
 * <pre>
 * number of the shape in this graph (varint) | first time only: shape | captured arguments
 * </pre>
 */
final class LambdaSerializer extends Serializer<Object> {
  @Override
  public void write(Kryo kryo, Output out, Object lambda) {
    SerializedLambda parts;
    if (lambda instanceof SerializedLambda already) {
      // Seen by a Java stream: its class is not known any more, and so its shape is not kept.
      parts = already;
      out.writeVarInt(0, true);
      LambdaShape.of(parts, kryo.getClassLoader()).write(out);
    } else {
      Lambdas.Site site = Lambdas.site(lambda.getClass());
      parts = site.serialized(lambda);
      Map<Class<?>, Integer> known = ((Session) kryo).writtenShapes();
      Integer number = known.putIfAbsent(lambda.getClass(), known.size() + 1);
      if (number == null) {
        out.writeVarInt(known.size(), true);
        out.writeBytes(site.shape(parts));
      } else {
        out.writeVarInt(number, true);
      }
    }
    for (Object argument : LambdaShape.arguments(parts)) {
      kryo.writeClassAndObject(out, argument);
    }
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<?> type) {
    List<LambdaShape> known = ((Session) kryo).readShapes();
    int number = in.readVarInt(true);
    LambdaShape shape;
    if (number == 0) {
      shape = LambdaShape.read(in);
    } else if (number == known.size() + 1) {
      shape = LambdaShape.read(in);
      known.add(shape);
    } else if (number > 0 && number <= known.size()) {
      shape = known.get(number - 1);
    } else {
      throw new Malformed("lambda shape " + number + " of " + known.size());
    }
    Class<?> capturing = shape.resolve(kryo.getClassLoader());
    PlainValues.checkCount(shape.arguments(), in, 1);
    Object[] captured = new Object[shape.arguments()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = kryo.readClassAndObject(in);
    }
    return shape.build(capturing, captured);
  }
}
