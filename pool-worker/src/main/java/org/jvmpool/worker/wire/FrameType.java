package org.jvmpool.worker.wire;

import org.jspecify.annotations.Nullable;

/** What a frame is. The codes are part of the protocol: they are never given to another type. */
public enum FrameType {
  // parent to worker
  /** How the worker is to be: {@link SetupMessage}. */
  SETUP(1),
  /** A function under its number: {@link FunctionMessage}. Id: the number. */
  FUNCTION(2),
  /** The function with this number is not used any more. Id: the number. No payload. */
  FORGET(3),
  /** A task: {@link TaskMessage}. */
  TASK(4),
  /** What a {@link #WANTED} asked for: the bytes; flag {@link Frame#MISSING} without. */
  GIVEN(5),
  /** End when nothing is left to do. No payload. */
  BYE(6),
  /** A broadcast was closed: the payload is its key in UTF-8. */
  RELEASE(7),
  /** The JVM is no worker but a process: {@link ProcessMessage}. In place of {@link #SETUP}. */
  PROCESS(8),
  /**
   * The JVM is to be a spare: make ready for what may come. The payload is a {@link
   * FunctionMessage} to run, or nothing. {@link #READY} is the answer, or {@link #UNREADY}.
   */
  PREPARE(9),

  // worker to parent
  /** The first frame: {@link HelloMessage}. */
  HELLO(16),
  /** Set up, initialized, ready for tasks. No payload. */
  READY(17),
  /** The initializer threw or the set-up failed: {@link FailureMessage}. The worker ends. */
  UNREADY(18),
  /** A task's outcome: {@link AnswerMessage}; flag {@link Frame#FAILED} for a failure. */
  ANSWER(19),
  /** A task that had been taken back was passed. No payload. */
  SKIPPED(20),
  /** The running task outlives its limit: {@link OverdueMessage}. Nothing else will run. */
  OVERDUE(21),
  /** What was printed: {@link OutputMessage}; flag {@link Frame#ERROR} for standard error. */
  OUTPUT(22),
  /** Something of the parent's is wanted: {@link WantedMessage}. Id: names the question. */
  WANTED(23),
  /** A log record: {@link LogMessage}. */
  LOGGED(24),
  /** The process begins with what {@link #PROCESS} said. No payload. */
  BEGUN(25),

  // client to manager
  /** The first frame after the challenge: {@code JoinMessage}. */
  JOIN(64),
  /** A question to an object. Slot: what is asked; id: the object. */
  CALL(65),
  /**
   * The answer to a call has arrived. Slot: how many of the things that were handed out with it are
   * taken, from the first on; id: the call. No payload.
   */
  ACK(66),
  /**
   * A call is to be given up if it waits. Flags: {@link Frame#CLOSED}, {@link Frame#UNREAD}. Slot:
   * the call; id: its connection. No payload.
   */
  CANCEL(67),
  /** The client has got an object from elsewhere, and holds it. Id: the object. No payload. */
  HOLD(68),
  /**
   * No proxy of an object is left in the client. Flag {@link Frame#MADE_HERE}. Slot: how often it
   * had got it; id: the object. No payload.
   */
  LET_GO(69),

  // manager to client
  /** The answer to {@link #JOIN}: {@code WelcomeMessage}. */
  WELCOME(80),
  /**
   * The answer to a {@link #CALL}. Flags: {@link Frame#FAILED} for a throwable, {@link
   * Frame#ACK_WANTED}. Id: the call.
   */
  RETURN(81);

  private static final @Nullable FrameType[] BY_CODE = new @Nullable FrameType[256];

  static {
    for (FrameType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;

  FrameType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static @Nullable FrameType of(int code) {
    return BY_CODE[code];
  }
}
