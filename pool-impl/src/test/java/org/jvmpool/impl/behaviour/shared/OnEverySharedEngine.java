package org.jvmpool.impl.behaviour.shared;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test that takes a {@link SharedEngine} and runs once on each that claims what its class
 * {@linkplain Promises promises}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(OnEverySharedEngine.Claiming.class)
public @interface OnEverySharedEngine {

  /** The engines. */
  class Claiming implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      Promises promises = context.getRequiredTestClass().getAnnotation(Promises.class);
      return Arrays.stream(SharedEngine.values())
          .filter(engine -> engine.claims(promises.value()))
          .map(Arguments::of);
    }
  }
}
