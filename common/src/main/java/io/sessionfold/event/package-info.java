/**
 * What producers publish: the eleven event types as records, their types and topics. Open {@link
 * io.sessionfold.event.SessionEvent} first.
 */
@NullMarked
package io.sessionfold.event;

import org.jspecify.annotations.NullMarked;
