/*
 * The futex in user land (org.jvmpool.worker.family.Futex, Coordinator) and the lock made of it
 * (org.jvmpool.worker.memory.Mutex): CLIENTS processes lock and unlock one word ROUNDS times each.
 *
 * The word is the holder's number, 0 when free, and the mark "somebody may wait". A client that
 * finds it held sets the mark and sends WAIT with what it saw; the coordinator compares and either
 * answers GO or lets it wait. Who unlocks a marked word sends WAKE. The mark is cleared by the
 * coordinator alone, when nobody is left on the list. At any step a client may be killed, which the
 * coordinator sees as the end of its connection; while it waits, it may be interrupted.
 *
 * Shown, by an exhaustive search: no two clients that live are in the critical section; nobody waits
 * for ever (there is no state from which a waiting client cannot go on while all else is at rest);
 * a wake-up that meets an interrupt is passed on.
 *
 *   spin -a futex.pml && gcc -O2 -DSAFETY -DNOFAIR -DCOLLAPSE -o pan pan.c && ./pan -m1000000
 */
#ifndef CLIENTS
#define CLIENTS 3
#endif
#ifndef ROUNDS
#define ROUNDS 2
#endif
#ifndef KILLS
#define KILLS 1
#endif
#ifndef INTERRUPTS
#define INTERRUPTS 1
#endif

mtype = { WAIT, CANCEL, WAKE, END, GO, CANCELLED };

/* the word, and the table of processes */
byte holder = 0;
bool mark = false;
bool lives[CLIENTS + 1] = true;
byte deaths = 0;

/* a connection each; its order is kept, that between connections is not */
chan request[CLIENTS + 1] = [3] of { mtype, byte, byte };
chan reply[CLIENTS + 1] = [1] of { mtype };

byte kills = KILLS;
byte interrupts = INTERRUPTS;

/* who is in the critical section and lives; for the assertion */
byte inside = 0;

#ifdef NO_COMPARE
#define AS_SEEN(h, d) true
#else
#define AS_SEEN(h, d) (holder == h && mark && deaths == d)
#endif

proctype Client(byte me) {
  byte round = 0;
  byte seen, known;
  bool marked;
  mtype answer;

  do
  :: round == ROUNDS -> break
  :: round < ROUNDS ->
    /* Mutex.lock */
    do
    :: true ->
      known = deaths; /* read before the holder is looked at */
      atomic {        /* read and compare-and-set: fails only if another one succeeded */
        if
        :: holder == 0 || !lives[holder] -> holder = me; seen = 0
        :: else -> seen = holder; marked = mark
        fi
      }
      if
      :: seen == 0 -> break
      :: else
      fi;
      if
      :: kills > 0 -> kills--; goto killed
      :: true
      fi;
      /* Futex.await: set the mark */
      atomic {
        if
        :: holder == seen && mark == marked -> mark = true; marked = true
        :: else -> marked = false; seen = 0
        fi
      }
      if
      :: seen == 0 -> skip /* it has changed: look again */
      :: else ->
        if
        :: kills > 0 -> kills--; goto killed
        :: true
        fi;
        request[me]!WAIT(seen, known);
        if
        :: reply[me]?answer
        :: kills > 0 -> kills--; goto killed
        :: interrupts > 0 ->
          interrupts--;
          request[me]!CANCEL(0, 0);
          reply[me]?answer;
          if
          :: kills > 0 -> kills--; goto killed
          :: true
          fi;
#ifndef KEEPS_WAKE
          if
          :: answer == GO -> request[me]!WAKE(0, 0) /* what it was woken for is another's */
          :: else
          fi;
#endif
          goto done /* InterruptedException */
        fi
      fi
    od;

    /* the critical section */
    atomic { inside++; assert(inside == 1) }
    if
    :: kills > 0 -> atomic { kills--; inside--; goto killed }
    :: true
    fi;
    inside--;

    /* Mutex.unlock */
    atomic { holder = 0; marked = mark }
    if
    :: kills > 0 -> kills--; goto killed
    :: true
    fi;
    if
    :: marked -> request[me]!WAKE(0, 0)
    :: else
    fi;
    round++
  od;
  goto done;

killed:
  request[me]!END(0, 0);
done:
  skip
}

proctype Coordinator() {
  bool waits[CLIENTS + 1] = false;
  byte first[CLIENTS]; /* the list, in order */
  byte count = 0;
  byte from, a, b, i, j;
  mtype kind;

end:
  do
  :: atomic {
      /* a selector gives the ready connections in any order */
      if
      :: request[1]?kind, a, b -> from = 1
      :: request[2]?kind, a, b -> from = 2
#if CLIENTS > 2
      :: request[3]?kind, a, b -> from = 3
#endif
#if CLIENTS > 3
      :: request[4]?kind, a, b -> from = 4
#endif
      fi;
      if
      :: kind == WAIT ->
        if
        :: AS_SEEN(a, b) -> waits[from] = true; first[count] = from; count++
        :: else -> reply[from]!GO
        fi
      :: kind == CANCEL || kind == END ->
        if
        :: waits[from] ->
          waits[from] = false;
          i = 0;
          do
          :: i < count && first[i] != from -> i++
          :: else -> break
          od;
          do
          :: i + 1 < count -> first[i] = first[i + 1]; i++
          :: else -> break
          od;
          count--;
          if
          :: kind == CANCEL -> reply[from]!CANCELLED
          :: else
          fi;
          if
          :: count == 0 -> mark = false
          :: else
          fi
        :: else
        fi;
        if
        :: kind == END ->
          lives[from] = false;
          deaths++;
          do
          :: count > 0 -> count--; waits[first[count]] = false; reply[first[count]]!GO
          :: else -> mark = false; break
          od
        :: else
        fi
      :: kind == WAKE ->
        if
        :: count > 0 ->
          j = first[0];
          i = 0;
          do
          :: i + 1 < count -> first[i] = first[i + 1]; i++
          :: else -> break
          od;
          count--;
          waits[j] = false;
          reply[j]!GO
        :: else
        fi;
        if
        :: count == 0 -> mark = false
        :: else
        fi
      fi;
      kind = 0; from = 0; a = 0; b = 0; i = 0; j = 0
    }
  od
}

/* From some moment on nobody is killed or interrupted any more: else a state in which a client can
   do nothing but be killed would not count as one in which it waits for ever. */
proctype Fate() {
  atomic { kills = 0; interrupts = 0 }
}

init {
  byte c;
  atomic {
    run Coordinator();
    run Fate();
    c = 1;
    do
    :: c <= CLIENTS -> run Client(c); c++
    :: else -> break
    od
  }
}
