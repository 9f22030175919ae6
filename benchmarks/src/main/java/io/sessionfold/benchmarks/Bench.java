package io.sessionfold.benchmarks;

import io.sessionfold.cli.CommandException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/**
 * The {@code sessionfold bench} command. Exit codes: 0 measured, 1 failed, 2 wrong usage. Standard
 * output carries the figures only, everything said to people goes to standard error.
 */
@Command(
    name = "sessionfold",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    subcommands = Bench.Benchmarks.class)
public final class Bench {
  private Bench() {}

  /** The measurements. */
  @Command(
      name = "bench",
      description = "Measure the pipeline on this machine.",
      subcommands = {
        PipelineBench.class,
        LatencyBench.class,
        RecoveryBench.class,
        FenceBench.class,
        DurabilityBench.class,
        LimitsBench.class,
        VerifyBench.class,
        RebuildBench.class,
        HttpBench.class,
        SseBench.class,
        JmhBench.class
      })
  static final class Benchmarks {}

  /** Runs a measurement and ends the process with its exit code. */
  public static void main(String[] args) {
    int code =
        new CommandLine(new Bench())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((e, commandLine, result) -> failed(commandLine, e))
            .execute(args);
    Runtime.getRuntime().halt(code);
  }

  private static int failed(CommandLine commandLine, Exception e) {
    if (e instanceof CommandException) {
      commandLine.getErr().println("sessionfold: " + e.getMessage());
    } else {
      e.printStackTrace(commandLine.getErr());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }
}
