package io.sessionfold.http.gateway;

import io.sessionfold.event.EventType;
import io.sessionfold.event.MessageFormat;
import io.sessionfold.event.SessionKey;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.ingest.EventEnvelope;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of one request: {@code {agent, message, format?, …}}, or {@code {agent?, format?,
 * messages: [{…}]}}, where agent and format hold for those that name none.
 */
final class MessagesBody {
  /** The most messages of one request. */
  static final int MOST = 1000;

  private static final JsonText DEFAULT_FORMAT = JsonText.of(MessageFormat.OPENAI_CHAT.wireName());

  private MessagesBody() {}

  static List<PublishRequest> requests(SessionKey session, JsonText body, Envelopes envelopes) {
    Map<String, JsonText> members = body.members();
    JsonText messages = members.remove("messages");
    if (messages == null) {
      return List.of(request(session, members, Map.of(), envelopes, "", ""));
    }
    List<JsonText> elements = elements(messages);
    for (String name : members.keySet()) {
      if (!name.equals("agent") && !name.equals("format")) {
        throw ProblemException.invalid(
            "beside messages there may be agent and format; everything else belongs into them");
      }
    }
    List<PublishRequest> requests = new ArrayList<>(elements.size());
    for (int i = 0; i < elements.size(); i++) {
      String pointer = "/messages/" + i;
      JsonText element = elements.get(i);
      if (element.kind() != JsonText.Kind.OBJECT) {
        throw ProblemException.invalid(pointer + " is an object {message, …}");
      }
      requests.add(request(session, element.members(), members, envelopes, "/" + i, pointer));
    }
    return requests;
  }

  private static List<JsonText> elements(JsonText messages) {
    List<JsonText> elements =
        messages.kind() == JsonText.Kind.ARRAY ? messages.elements() : List.of();
    if (elements.isEmpty() || elements.size() > MOST) {
      throw ProblemException.invalid("messages is an array of 1 to " + MOST);
    }
    return elements;
  }

  private static PublishRequest request(
      SessionKey session,
      Map<String, JsonText> members,
      Map<String, JsonText> defaults,
      Envelopes envelopes,
      String suffix,
      String pointer) {
    EventEnvelope envelope = envelopes.taken(members, suffix);
    Map<String, JsonText> data = new LinkedHashMap<>(defaults);
    data.putAll(members);
    data.putIfAbsent("format", DEFAULT_FORMAT);
    return new PublishRequest(
        session, EventType.MESSAGE_APPENDED, JsonWriter.object(data), envelope, pointer);
  }
}
