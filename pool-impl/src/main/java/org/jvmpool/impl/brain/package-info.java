/**
 * What the pool decides, and nothing of how it is done: a state machine without threads, clocks or
 * streams. The door is {@link org.jvmpool.impl.brain.Brain}: an event goes in, {@link
 * org.jvmpool.impl.brain.Action}s come out. Reading order: {@code Ticket}, {@code Worker}, {@code
 * Claims}, {@code Action}, {@code Brain}; then what it is made of: {@code Tasks}, {@code Roster},
 * {@code Agenda}, {@code Life}, {@code Demand}, {@code Dispatch}, {@code Departures}, {@code
 * Limits}.
 */
@NullMarked
package org.jvmpool.impl.brain;

import org.jspecify.annotations.NullMarked;
