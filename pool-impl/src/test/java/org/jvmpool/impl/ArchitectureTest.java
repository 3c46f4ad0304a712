package org.jvmpool.impl;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of the architecture that neither the modules nor the visibility of types enforce. */
@Timeout(60)
class ArchitectureTest {
  private static final String BRAIN = "org.jvmpool.impl.brain..";
  private static final String CODEC = "org.jvmpool.worker.codec..";
  private static final String KRYO_BUFFERS = "com.esotericsoftware.kryo.kryo5.io";
  private static final String SETTINGS = "org.jvmpool.impl.settings..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.jvmpool");

  @Test
  void theBrainKnowsNoThreads() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BRAIN)
            .should()
            .dependOnClassesThat(
                assignableTo(Thread.class)
                    .or(assignableTo(ThreadLocal.class))
                    .or(
                        resideInAnyPackage("java.util.concurrent..")
                            .and(not(assignableTo(Throwable.class)))
                            .and(not(assignableTo(TimeUnit.class)))))
            .because("a million schedules run against it on one thread, each replayable"));
  }

  @Test
  void theBrainReadsNoClock() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BRAIN)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("time comes in with the event"));
  }

  @Test
  void theBrainTouchesNoStreamAndNoProcess() {
    check(
        noClasses()
            .that()
            .resideInAPackage(BRAIN)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("java.net..", "java.nio.channels..", "java.nio.file..")
                    .or(assignableTo(Process.class))
                    .or(assignableTo(ProcessHandle.class))
                    .or(
                        describe(
                            "stream classes of java.io",
                            (JavaClass type) ->
                                type.getPackageName().equals("java.io")
                                    && !type.getSimpleName().equals("Serializable"))))
            .because("it answers an event with actions, which the shell around it carries out"));
  }

  @Test
  void settingsKnowNothingOfWhatUsesThem() {
    check(
        noClasses()
            .that()
            .resideInAPackage(SETTINGS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                BRAIN,
                "org.jvmpool.impl.launch..",
                "org.jvmpool.impl.pool..",
                "org.jvmpool.worker..")
            .because("they are plain values"));
  }

  @Test
  void onlyTheCodecKnowsHowKryoSerialises() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(CODEC)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("com.esotericsoftware..")
                    .and(not(resideInAnyPackage(KRYO_BUFFERS))))
            .because("its settings are one decision, and an instance that threw must not leak"));
  }

  @Test
  void onlyTheCodecReadsObjects() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(CODEC)
            .should()
            .callConstructorWhere(
                describe(
                    "an ObjectInputStream is made",
                    call -> call.getTargetOwner().isAssignableTo(ObjectInputStream.class)))
            .because("there is one place to filter what is deserialised"));
  }

  @Test
  void nobodySleeps() {
    check(
        noClasses()
            .should()
            .callMethodWhere(
                describe(
                    "a thread sleeps",
                    call ->
                        call.getName().equals("sleep")
                            && (call.getTargetOwner().isAssignableTo(Thread.class)
                                || call.getTargetOwner().isAssignableTo(TimeUnit.class))))
            .because("a wait ends when its condition holds, not when a guess is over"));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching("org.jvmpool.(impl|worker).(*)..").should().beFreeOfCycles());
  }

  /* A package may be empty while the library grows. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
