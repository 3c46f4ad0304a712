package org.jvmpool.impl.launch;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text of a java launcher's {@code @argfile}: one quoted argument a line.
 *
 * <p>Within double quotes the launcher knows the backslash escapes for itself, the quote, n, r, t
 * and f; everything else stands for itself, blanks and {@code #} too.
 */
final class ArgFile {
  private ArgFile() {}

  static byte[] bytes(List<String> arguments) {
    StringBuilder text = new StringBuilder();
    for (String argument : arguments) {
      text.append(quote(argument)).append('\n');
    }
    return text.toString().getBytes(charset());
  }

  static String quote(String argument) {
    StringBuilder quoted = new StringBuilder(argument.length() + 2).append('"');
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      switch (c) {
        case '\\' -> quoted.append("\\\\");
        case '"' -> quoted.append("\\\"");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\f' -> quoted.append("\\f");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /**
   * The launcher takes the file's bytes as it takes those of the command line, in the platform's
   * encoding for names, which is UTF-8 nearly everywhere and always contains ASCII.
   */
  private static Charset charset() {
    String name = System.getProperty("sun.jnu.encoding");
    try {
      return name == null ? StandardCharsets.UTF_8 : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      return StandardCharsets.UTF_8;
    }
  }
}
