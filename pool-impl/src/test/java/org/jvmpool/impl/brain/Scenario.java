package org.jvmpool.impl.brain;

import static org.jvmpool.impl.brain.BrainSettings.MILLI;
import static org.jvmpool.impl.brain.BrainSettings.SECOND;

/**
 * What a run of the simulation is like.
 *
 * @param origin what the clock shows at the start; it may wrap on the way
 * @param longTasks how many tasks are long, from 0 to 1
 * @param limitedTasks how many have a limit
 * @param crashingTasks how many end their worker
 * @param strandingTasks how many end each worker that reads them, before it claims them
 * @param retries most retries that a task may have
 * @param cancels how often a user cancels rather than submits
 * @param resizes how often a user resizes
 * @param failingStarts how many starts fail
 * @param failingUntil when starts begin to succeed, after the start
 * @param randomDeaths how often a worker dies at a given step of its own accord
 * @param shortLives how many workers end a while after they were ready, whatever they do
 * @param trouble how often a worker is killed, stopped, too big or broken from outside
 * @param unmappedWorkers how many workers share no page with the parent
 * @param stubbornWorkers how many do not end when asked to
 * @param most tasks that are unfinished at a time
 * @param pauses how often users are silent for long
 * @param lateTicks how often the clock calls late
 * @param steps after so many the pool is closed
 * @param terminated it is terminated in the end rather than shut down
 */
record Scenario(
    BrainSettings settings,
    long origin,
    double longTasks,
    double limitedTasks,
    double crashingTasks,
    double strandingTasks,
    int retries,
    double cancels,
    double resizes,
    double failingStarts,
    long failingUntil,
    double randomDeaths,
    double shortLives,
    double trouble,
    double unmappedWorkers,
    double stubbornWorkers,
    int most,
    double pauses,
    double lateTicks,
    int steps,
    boolean terminated) {

  static Scenario of(Chance chance) {
    boolean calm = chance.in(0.3);
    BrainSettings settings =
        new BrainSettings(
            (int) chance.between(1, 8),
            chance.in(0.3),
            chance.in(0.6) ? 0 : (int) chance.spread(1, 60),
            chance.in(0.6) ? 0 : chance.spread(MILLI, 3 * SECOND),
            chance.oneOf(0L, 50 * MILLI, SECOND),
            chance.in(0.3) ? 0 : chance.between(300 * MILLI, 5 * SECOND),
            chance.oneOf(10 * MILLI, 500 * MILLI));
    return new Scenario(
        settings,
        chance.in(0.1) ? Long.MAX_VALUE - chance.spread(MILLI, 10 * SECOND) : chance.anything(),
        chance.oneOf(0.0, 0.01, 0.2, 1.0),
        chance.oneOf(0.0, 0.3, 1.0),
        calm ? 0 : chance.oneOf(0.0, 0.01, 0.2),
        calm ? 0 : chance.oneOf(0.0, 0.0, 0.01, 0.1),
        chance.in(0.5) ? 0 : chance.upTo(3),
        chance.oneOf(0.0, 0.05, 0.4),
        chance.in(0.7) ? 0 : 0.01,
        calm ? 0 : chance.oneOf(0.0, 0.0, 0.05, 0.5, 1.0),
        chance.in(0.5) ? Long.MAX_VALUE : chance.spread(10 * MILLI, 10 * SECOND),
        calm ? 0 : chance.oneOf(0.0, 0.001, 0.02),
        calm ? 0 : chance.oneOf(0.0, 0.0, 0.5, 1.0),
        calm ? 0 : chance.oneOf(0.0, 0.002, 0.02),
        chance.oneOf(0.0, 0.0, 0.3, 1.0),
        calm ? 0 : chance.oneOf(0.0, 0.3),
        (int) chance.spread(1, 300),
        chance.oneOf(0.0, 0.001, 0.05),
        chance.oneOf(0.0, 0.3),
        (int) chance.spread(200, 10_000),
        chance.in(0.3));
  }
}
