package org.jvmpool.shared;

import java.io.IOException;

public class AuthenticationException extends IOException {}
