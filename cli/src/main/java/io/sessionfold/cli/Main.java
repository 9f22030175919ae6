package io.sessionfold.cli;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/**
 * The {@code sessionfold} command. Exit codes: 0 done, 1 failed, 2 wrong usage. Standard output
 * carries data only, everything said to people goes to standard error.
 */
@Command(
    name = "sessionfold",
    description = "Event-sourced persistence for AI-agent conversations.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    subcommands = {
      UpCommand.class,
      ImportCommand.class,
      SessionsCommand.class,
      ShowCommand.class,
      DiffCommand.class,
      ExportCommand.class,
      StatusCommand.class,
      DeadLettersCommand.class,
      QuarantineCommand.class,
      CheckCommand.class,
      VerifyCommand.class,
      RunCommand.class,
      RebuildCommand.class,
      GenerationsCommand.class,
      SwapCommand.class,
      RollbackCommand.class,
      TopicsCommand.class,
      TokenCommand.class
    })
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = run(Console.system(), args);
    Runtime.getRuntime().halt(code);
  }

  /** Runs a command on that console and returns its exit code. */
  public static int run(Console console, String... args) {
    CommandLine commandLine = commandLine(console);
    return commandLine.execute(args);
  }

  /** The command with all its subcommands. */
  public static CommandLine commandLine(Console console) {
    CommandLine commandLine = new CommandLine(new Main(), new Commands(console));
    commandLine.setOut(console.writer());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler((e, cl, result) -> failed(console, e));
    commandLine.setParameterExceptionHandler(
        (e, args) -> {
          console.say("sessionfold: " + e.getMessage());
          String command = e.getCommandLine().getCommandSpec().qualifiedName();
          console.say("Try `" + command + " --help`.");
          return CommandLine.ExitCode.USAGE;
        });
    return commandLine;
  }

  private static int failed(Console console, Exception e) {
    Optional<String> expected = ExpectedFailure.message(e);
    if (expected.isPresent()) {
      console.say("sessionfold: " + expected.get());
      LOG.debug("the command failed", e);
    } else {
      console.say("sessionfold: " + e);
      LOG.error("the command failed", e);
    }
    return e instanceof CommandException known ? known.exitCode() : CommandLine.ExitCode.SOFTWARE;
  }
}
