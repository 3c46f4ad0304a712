package org.jvmpool.worker.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvmpool.Task;

@Timeout(60)
class CapturedVariablesTest {
  static class Plain implements Callable<String> {
    private final String text;
    private transient String skipped = "skipped";

    Plain(String text) {
      this.text = text;
    }

    @Override
    public String call() {
      return text + skipped;
    }
  }

  static class Nothing implements Callable<String> {
    @Override
    public String call() {
      return "nothing";
    }
  }

  static class Base {
    private int x;

    Base(int x) {
      this.x = x;
    }
  }

  static class Derived extends Base {
    private int x;

    Derived(int inBase, int here) {
      super(inBase);
      this.x = here;
    }
  }

  enum Op implements Callable<String> {
    PLUS {
      @Override
      public String call() {
        return "+";
      }
    },
    MINUS {
      @Override
      public String call() {
        return "-";
      }
    }
  }

  @Test
  void anonymousClassesKeepWhatTheyCapture() throws Exception {
    String word = "captured";
    int number = 7;
    Callable<String> anonymous =
        new Callable<>() {
          @Override
          public String call() {
            return word + number;
          }
        };
    assertEquals("captured7", Travel.function(anonymous).call());
    assertEquals("captured7", Travel.copy(anonymous).call());
  }

  @Test
  void localAndInnerClassesKeepWhatTheyCapture() throws Exception {
    int number = 41;
    class Local {
      private int more = 1;

      class Inner implements Task<Integer> {
        @Override
        public Integer call() {
          return number + more;
        }
      }
    }
    assertEquals(42, Travel.function(new Local().new Inner()).call());
  }

  @Test
  void transientFieldsStayBehind() throws Exception {
    assertEquals("anull", Travel.function(new Plain("a")).call());
  }

  @Test
  void fieldsOfOneNameInSuperclassAndSubclassAreKeptApart() {
    Derived copy = Travel.copy(new Derived(1, 2));
    assertEquals(2, copy.x);
    assertEquals(1, ((Base) copy).x);
  }

  @Test
  void aClassWithoutFieldsIsStateless() throws Exception {
    EncodedFunction encoded = Travel.CODEC.encodeFunction(new Nothing());
    assertTrue(encoded.stateless());
    assertEquals(0, encoded.captured().length);
    assertEquals("nothing", Travel.function(new Nothing()).call());
    assertFalse(Travel.CODEC.encodeFunction(new Plain("a")).stateless());
  }

  @Test
  void enumConstantsStayThemselves() throws Exception {
    assertSame(Op.MINUS, Travel.function(Op.MINUS));
    assertSame(Op.PLUS, Travel.copy(Op.PLUS));
    assertSame(Op.MINUS, Travel.copy(new Op[] {Op.PLUS, Op.MINUS})[1]);
  }

  @Test
  void eachInstanceIsACopy() {
    Plain plain = new Plain("a");
    assertNotSame(Travel.function(plain), Travel.function(plain));
  }
}
