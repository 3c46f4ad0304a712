package org.jvmpool.impl.stress;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jvmpool.impl.testkit.HouseCheck;

/**
 * A class of stress tests: each has eight minutes, one that needs more is reported with the stacks
 * of this JVM and of its children, and after each the house must be clean.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("stress")
@ExtendWith({HouseCheck.class, Figures.class})
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public @interface Stress {}
