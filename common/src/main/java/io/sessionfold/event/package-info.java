/**
 * What producers publish: the eleven event types as records, their types and topics, and the
 * CloudEvents envelope. Open {@link io.sessionfold.event.SessionEvent} first.
 */
@NullMarked
package io.sessionfold.event;

import org.jspecify.annotations.NullMarked;
