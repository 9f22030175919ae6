package io.sessionfold.proof;

import io.sessionfold.event.EventType;
import io.sessionfold.event.MessageAppended;
import io.sessionfold.event.SessionKey;
import io.sessionfold.journal.Change.Applied;
import io.sessionfold.json.JsonText;
import io.sessionfold.session.Message;
import org.jspecify.annotations.Nullable;

/** Folds nothing but one message. */
final class OneMessage {
  private OneMessage() {}

  static JsonText at(int place, SessionKey session, Iterable<Applied> changes, long upTo) {
    Message message = null;
    int next = 0;
    for (Applied change : changes) {
      if (change.revision() > upTo) {
        break;
      }
      if (!change.session().equals(session) || DigestFold.isDeletion(change)) {
        return JsonText.NULL;
      }
      if (change.type() == EventType.MESSAGE_APPENDED && next++ == place) {
        message = Message.appended(change, (MessageAppended) change.resolved());
      } else if (isAbout(message, change)) {
        message = LongFold.changed(message, change);
      }
    }
    return message == null ? JsonText.NULL : CanonicalForm.message(message);
  }

  private static boolean isAbout(@Nullable Message message, Applied change) {
    return message != null
        && LongFold.isAboutMessage(change)
        && message.agent().equals(change.agent())
        && Long.valueOf(message.index()).equals(change.index());
  }
}
