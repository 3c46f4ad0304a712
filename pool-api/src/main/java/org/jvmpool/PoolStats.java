package org.jvmpool;

import java.util.Map;

public record PoolStats(
    int workers,
    int busy,
    long waiting,
    long running,
    long done,
    long failed,
    long lost,
    long timedOut,
    long cancelled,
    Map<RetireReason, Long> retired) {}
