package org.jvmpool;

import java.util.List;
import java.util.OptionalInt;

public class WorkerLostException extends ProcessException { WorkerLostException(String m, Throwable c) { super(m, c); } public long pid() { return 0; } public OptionalInt exitCode() { return OptionalInt.empty(); } public List<String> stderrTail() { return List.of(); } }
