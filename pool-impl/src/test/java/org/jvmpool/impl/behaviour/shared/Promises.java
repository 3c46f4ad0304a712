package org.jvmpool.impl.behaviour.shared;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvmpool.impl.testkit.Behaviour;

/** A class of behaviour tests of one kind of shared objects. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Behaviour
@ExtendWith(ManagerOfClass.class)
public @interface Promises {
  SharedEngine.Claim value();
}
