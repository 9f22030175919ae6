package io.sessionfold.projector.runner;

/**
 * The store is away.
 *
 * @param failures failed calls in a row
 * @param retryAt when it is asked again, in nanoseconds of the loop's clock
 */
record Outage(int failures, long retryAt, String message) {}
