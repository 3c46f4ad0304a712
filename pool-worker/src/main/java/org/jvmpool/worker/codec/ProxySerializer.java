package org.jvmpool.worker.codec;

import com.esotericsoftware.kryo.kryo5.Kryo;
import com.esotericsoftware.kryo.kryo5.Serializer;
import com.esotericsoftware.kryo.kryo5.io.Input;
import com.esotericsoftware.kryo.kryo5.io.Output;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Writes a dynamic proxy as its interfaces and its handler. */
final class ProxySerializer extends Serializer<Object> {
  @Override
  public void write(Kryo kryo, Output out, Object proxy) {
    Refusals.check(proxy.getClass());
    Class<?>[] interfaces = proxy.getClass().getInterfaces();
    out.writeVarInt(interfaces.length, true);
    for (Class<?> type : interfaces) {
      PlainValues.writeString(ClassHomes.nameOf(type), out);
    }
    kryo.writeClassAndObject(out, Proxy.getInvocationHandler(proxy));
  }

  @Override
  public Object read(Kryo kryo, Input in, Class<?> ignored) {
    Class<?>[] interfaces = new Class<?>[PlainValues.length(in, 2)];
    for (int i = 0; i < interfaces.length; i++) {
      interfaces[i] = ClassNames.find(PlainValues.readName(in), kryo.getClassLoader());
    }
    if (!(kryo.readClassAndObject(in) instanceof InvocationHandler handler)) {
      throw new Malformed("the handler of a proxy is missing");
    }
    return Proxy.newProxyInstance(loaderOf(interfaces, kryo.getClassLoader()), interfaces, handler);
  }

  /* As in Java serialization: an interface that is not public binds the proxy to its loader. */
  private static ClassLoader loaderOf(Class<?>[] interfaces, ClassLoader loader) {
    for (Class<?> type : interfaces) {
      if (!java.lang.reflect.Modifier.isPublic(type.getModifiers())) {
        return type.getClassLoader();
      }
    }
    return loader;
  }
}
