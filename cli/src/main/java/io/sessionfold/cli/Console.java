package io.sessionfold.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * Where a command writes: data to standard output, everything else to standard error. Moving bars
 * are for a person who looks on; colours too, unless {@code NO_COLOR} is set. What is said while a
 * bar is shown takes the bar's line. Thread-safe.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean watched;
  private final boolean coloured;
  private int shown;

  /** Writes to these streams; {@code watched} says whether a person looks on. */
  public Console(PrintStream out, PrintStream err, boolean watched, boolean coloured) {
    this.out = out;
    this.err = err;
    this.watched = watched;
    this.coloured = coloured;
  }

  /** The process's own streams. */
  public static Console system() {
    boolean watched = isTerminal();
    return new Console(
        new PrintStream(System.out, true, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        watched,
        watched && CommandLine.Help.Ansi.AUTO.enabled());
  }

  /** From JDK 22 on there is a console without a terminal, too, and a method that tells. */
  @SuppressWarnings("SystemConsoleNull")
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }

  /** Standard output, for whole texts such as help. */
  PrintWriter writer() {
    return new PrintWriter(out, true, StandardCharsets.UTF_8);
  }

  /** Data. */
  public void out(String line) {
    out.println(line);
  }

  /** Data that goes on on the same line. */
  public void outPart(String text) {
    out.print(text);
  }

  /** Data that is no text. */
  public void outBytes(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
    out.flush();
  }

  /** What a person is told. */
  public synchronized void say(String line) {
    erase();
    err.println(line);
  }

  /** Replaces the bar; nobody sees it where nobody looks on. */
  public synchronized void bar(String rendered) {
    if (watched) {
      erase();
      err.print(rendered);
      err.flush();
      shown = rendered.length();
    }
  }

  /** Leaves the bar as it stands and goes on below it. */
  public synchronized void endBar() {
    if (shown > 0) {
      err.println();
      shown = 0;
    }
  }

  private void erase() {
    if (shown > 0) {
      err.print("\r" + " ".repeat(shown) + "\r");
      shown = 0;
    }
  }

  /** Whether a person looks on. */
  public boolean watched() {
    return watched;
  }

  /** Whether writing data has failed: the reader of the pipe is gone. */
  public boolean outClosed() {
    return out.checkError();
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
    return coloured ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
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

  /** As {@link #visible}, and on one line. */
  public static String visibleLine(String text) {
    return visible(text).replace("\n", "\\n").replace("\t", "\\t");
  }
}
