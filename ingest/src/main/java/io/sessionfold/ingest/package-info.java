/**
 * How agent services publish: events are checked, keyed and sent to the event log. Open {@link
 * io.sessionfold.ingest.EventPublisher} first.
 */
@NullMarked
package io.sessionfold.ingest;

import org.jspecify.annotations.NullMarked;
