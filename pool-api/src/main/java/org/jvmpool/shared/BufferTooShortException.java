package org.jvmpool.shared;

import java.io.IOException;

public class BufferTooShortException extends IOException { public byte[] message() { return new byte[0]; } }
