/**
 * Measurements of the parts and of the whole; {@code docs/performance.md} says what each command
 * measures. Open {@link io.sessionfold.benchmarks.PipelineBench} for the whole, {@link
 * io.sessionfold.benchmarks.SequencingBenchmark} for the projector alone.
 */
@NullMarked
package io.sessionfold.benchmarks;

import org.jspecify.annotations.NullMarked;
