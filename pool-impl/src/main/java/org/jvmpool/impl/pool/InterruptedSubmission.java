package org.jvmpool.impl.pool;

import java.util.concurrent.RejectedExecutionException;

/**
 * A submitter was interrupted while it waited for room; its task was never taken in. The blocking
 * calls of a pool turn it into what an interrupt of theirs means.
 */
final class InterruptedSubmission extends RejectedExecutionException {
  private static final long serialVersionUID = 1;

  InterruptedSubmission(String message, InterruptedException cause) {
    super(message, cause);
  }
}
