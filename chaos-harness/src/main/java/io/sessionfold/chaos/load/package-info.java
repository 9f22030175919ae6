/**
 * Producers that behave badly: they retry, crash and send again, send the same events from two
 * processes, write to one session from many threads, and put poison between good events. They use
 * plain Kafka clients and write CloudEvents by hand, as a producer in any language does. Open
 * {@link io.sessionfold.chaos.load.Load} first.
 */
@NullMarked
package io.sessionfold.chaos.load;

import org.jspecify.annotations.NullMarked;
