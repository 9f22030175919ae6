package io.sessionfold.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * Where a command writes: data to standard output, everything else to standard error; styled only
 * where a person looks at it and {@code NO_COLOR} is not set.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean styled;

  /** Writes to these streams. */
  public Console(PrintStream out, PrintStream err, boolean styled) {
    this.out = out;
    this.err = err;
    this.styled = styled;
  }

  /** The process's own streams. */
  public static Console system() {
    boolean styled = CommandLine.Help.Ansi.AUTO.enabled();
    return new Console(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        styled);
  }

  /** Data. */
  public void out(String line) {
    out.println(line);
  }

  /** What a person is told. */
  public void say(String line) {
    err.println(line);
  }

  /** Whether a person looks on and may be shown colours and moving bars. */
  public boolean styled() {
    return styled;
  }

  /** Whether writing data has failed: the reader of the pipe is gone. */
  public boolean outClosed() {
    return out.checkError();
  }

  /** Standard error, for progress bars. */
  public PrintStream err() {
    return err;
  }

  /** Text in bold. */
  public String bold(String text) {
    return style("1", text);
  }

  /** Text that stands back. */
  public String dim(String text) {
    return style("2", text);
  }

  /** Text in one of the eight colours. */
  public String colour(int number, String text) {
    return style("3" + number, text);
  }

  private String style(String code, String text) {
    return styled ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /**
   * Text from outside, safe to show in a terminal: control characters, which could move the cursor
   * or recolour the screen, become visible; line breaks and tabs stay.
   */
  public static String visible(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
              boolean bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
              if (control || bidi) {
                safe.append(String.format("\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }
}
