package io.sessionfold.cli.rebuild;

import io.sessionfold.cli.CommandException;
import io.sessionfold.cli.Main;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A command of this program that goes on when the terminal is closed: a process of its own, with
 * the same JVM and the same settings, whose output goes to a file.
 */
public final class Detached {
  private static final long LOOK_MILLIS = 200;
  private static final int LOOKS = 300;

  private final Process process;
  private final Path log;

  private Detached(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param arguments of the command line
   * @param log is written anew
   */
  public static Detached start(List<String> arguments, Path log) {
    List<String> command = new ArrayList<>();
    if (isThere("nohup")) {
      command.add("nohup");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(arguments);
    try {
      Files.deleteIfExists(log);
      return new Detached(
          new ProcessBuilder(command)
              .redirectInput(new File(File.separatorChar == '/' ? "/dev/null" : "NUL"))
              .redirectOutput(log.toFile())
              .redirectErrorStream(true)
              .start(),
          log);
    } catch (IOException e) {
      throw new CommandException(
          "a process in the background cannot be started (" + e.getMessage() + ")", e);
    }
  }

  private static boolean isThere(String program) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Waits until it has begun its work.
   *
   * @param begun says of a process id whether it has
   * @throws CommandException if it fails before, with what it said
   */
  public void awaitBegun(Predicate<Long> begun) throws InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      if (begun.test(pid())) {
        return;
      }
      if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (process.exitValue() == 0) {
          return;
        }
        throw new CommandException("it ended with " + process.exitValue() + ":\n" + said().strip());
      }
    }
    throw new CommandException("it has not begun yet; see " + log);
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "see " + log;
    }
  }
}
