package org.jvmpool.manager;

/**
 * What a manager holds and serves at one moment.
 *
 * @param objects how many objects it holds
 * @param processes how many processes use it
 * @param connections how many connections they have
 */
public record ManagerStats(int objects, int processes, int connections) {}
