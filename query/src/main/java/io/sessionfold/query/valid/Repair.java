package io.sessionfold.query.valid;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * One thing in which the view differs from what was said.
 *
 * @param seq of the message that it is about; absent if it is about none
 * @param index of that message among its agent's
 * @param toolCallId of the call that it is about, as the call gives it
 * @param text what was done, in a sentence; never content
 */
public record Repair(
    Kind kind,
    @Nullable Long seq,
    String agent,
    @Nullable Long index,
    @Nullable String toolCallId,
    String text) {

  /** The kinds; there are no others. */
  public enum Kind {
    /** A call without a result got one that says so. */
    CALL_ANSWERED("call_answered"),
    /** A result that came later was put where its call is answered. */
    RESULT_MOVED("result_moved"),
    /** A result that names no call, since its text was taken back, was given the id of its call. */
    RESULT_NAMED("result_named"),
    /** Results were put in front of the other blocks of their message. */
    RESULTS_PUT_FIRST("results_put_first"),
    /** A result without a call before it was left out. */
    ORPHAN_RESULT_REMOVED("orphan_result_removed"),
    /** A second result of a call was left out. */
    DUPLICATE_RESULT_REMOVED("duplicate_result_removed"),
    /** A call that repeats one of the same turn of the model was left out. */
    DUPLICATE_CALL_REMOVED("duplicate_call_removed"),
    /** A call that nobody can answer, without an id or not said by the model, was left out. */
    INVALID_CALL_REMOVED("invalid_call_removed"),
    /** A call and its result got another id, since an earlier call has the same one. */
    REPEATED_ID_RENAMED("repeated_id_renamed"),
    /** A message of which nothing remained was left out. */
    MESSAGE_REMOVED("message_removed"),
    /** A message before the first turn of the window was left out. */
    CUT_TO_TURN("cut_to_turn"),
    /** The window begins earlier than was asked, where a turn begins. */
    WINDOW_WIDENED("window_widened"),
    /** The turn that the window ended in the middle of was left out. */
    WINDOW_NARROWED("window_narrowed"),
    /** Messages that the conversation manager had removed were left out. */
    REMOVED_BY_MANAGER("removed_by_manager"),
    /** The conversation manager's summary was put first. */
    SUMMARY_PREPENDED("summary_prepended"),
    /** The state is another conversation manager's: it was not applied. */
    MANAGER_CHANGED("manager_changed"),
    /** The conversation manager's state means nothing: it was not applied. */
    MANAGER_STATE_UNREADABLE("manager_state_unreadable");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /** The name in JSON. */
    public String wireName() {
      return wireName;
    }
  }

  /** The repair as JSON; what is absent is left out. */
  public JsonText json() {
    return new JsonWriter()
        .add("kind", kind.wireName())
        .add("seq", seq)
        .add("agent", agent)
        .add("index", index)
        .add("tool_call_id", toolCallId)
        .add("text", text)
        .done();
  }
}
