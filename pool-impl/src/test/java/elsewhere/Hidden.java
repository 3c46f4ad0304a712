package elsewhere;

import org.jvmpool.Task;

/** A class of the class path that is not jvmpool's; a test hides it behind another of its name. */
public class Hidden implements Task<String> {
  @Override
  public String call() {
    return "of the class path";
  }
}
