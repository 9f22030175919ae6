package io.sessionfold.benchmarks;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures the pure parts, each by itself. */
@Command(
    name = "jmh",
    description = "Measure folds and codecs with JMH: short runs, in a JVM of their own.")
final class JmhBench implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      description = "Regular expression of the benchmarks to run (default: all)")
  private String include = ".*";

  @Option(names = "--iterations", description = "Of one second each (default: ${DEFAULT-VALUE})")
  private int iterations = 5;

  @Override
  public Integer call() throws Exception {
    new Runner(
            new OptionsBuilder()
                .include("io\\.sessionfold\\.benchmarks\\.CoreBenchmarks\\..*" + include)
                .forks(1)
                .warmupIterations(3)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(iterations)
                .measurementTime(TimeValue.seconds(1))
                .build())
        .run();
    return 0;
  }
}
