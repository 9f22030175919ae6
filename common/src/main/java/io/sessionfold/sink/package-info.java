/**
 * What a sink is: the consumer of the journal that writes one projection. Open {@link
 * io.sessionfold.sink.SessionSink} first.
 */
@NullMarked
package io.sessionfold.sink;

import org.jspecify.annotations.NullMarked;
