package org.jvmpool;


public interface WorkerContext { static WorkerContext current() { throw new UnsupportedOperationException(); } int index(); long pid(); String poolName(); long taskId(); }
