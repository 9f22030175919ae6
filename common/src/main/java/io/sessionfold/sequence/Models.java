package io.sessionfold.sequence;

import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.MessageMeasured;
import io.sessionfold.event.SessionEvent;
import org.jspecify.annotations.Nullable;

/** The model under which an event's usage counts. */
final class Models {
  private Models() {}

  /** The model, if the event has usage or metrics and names one. */
  static @Nullable String of(SessionEvent event) {
    if (event instanceof MessageAppended e) {
      return e.usage() == null && e.metrics() == null ? null : e.model();
    }
    if (event instanceof MessageMeasured e) {
      return e.usage() == null && e.metrics() == null ? null : e.model();
    }
    return null;
  }
}
