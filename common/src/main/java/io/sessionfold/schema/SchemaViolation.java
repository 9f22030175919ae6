package io.sessionfold.schema;

/**
 * One thing that is wrong with an event's {@code data}.
 *
 * @param pointer where, as an RFC 6901 pointer into {@code data}; for a missing member, where it
 *     would stand
 * @param message what is expected there; it never repeats a value of the event
 */
public record SchemaViolation(String pointer, String message) {}
