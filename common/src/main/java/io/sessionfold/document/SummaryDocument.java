package io.sessionfold.document;

import static io.sessionfold.document.Fields.AGENTS;
import static io.sessionfold.document.Fields.EXACT;
import static io.sessionfold.document.Fields.MESSAGES;
import static io.sessionfold.document.Fields.METADATA;
import static io.sessionfold.document.Fields.OWN;

import io.sessionfold.bson.FieldNames;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/** What lists of sessions read of session documents, and what they filter and sort by. */
public final class SummaryDocument {
  /** The field of the first event's time. */
  public static final String CREATED_AT = Fields.CREATED_AT;

  /** The field of the last event's time. */
  public static final String UPDATED_AT = Fields.UPDATED_AT;

  /** The field of the tenant. */
  public static final String TENANT = OWN + ".tenant";

  /** The field of the user. */
  public static final String USER = OWN + ".user";

  /** The field of the application. */
  public static final String APPLICATION = "application_name";

  private static final BsonInt32 SHOWN = new BsonInt32(1);

  private SummaryDocument() {}

  /** The field of a top-level metadata key. */
  public static String metadata(String key) {
    return METADATA + "." + FieldNames.encode(key);
  }

  /**
   * The fields that {@link SessionDocument#read} needs for everything but agents and messages, and
   * {@link #messageCount(BsonDocument)} for the counts.
   */
  public static BsonDocument projection() {
    BsonDocument shown = new BsonDocument();
    for (String field : new String[] {CREATED_AT, UPDATED_AT, APPLICATION, METADATA}) {
      shown.put(field, SHOWN);
    }
    for (String field :
        new String[] {
          "tenant", "user", "title", "session_type", "revision", "closed_at", METADATA, AGENTS
        }) {
      shown.put(OWN + "." + field, SHOWN);
    }
    for (String field : new String[] {"user", "title", "session_type", APPLICATION, METADATA}) {
      shown.put(OWN + "." + EXACT + "." + field, SHOWN);
    }
    return shown;
  }

  /** How many messages a session document counts; those on pages are among them. */
  public static long messageCount(BsonDocument document) {
    long count = 0;
    for (BsonValue agent : agents(document).values()) {
      count += Fields.integerOrZero(agent.asDocument(), MESSAGES);
    }
    return count;
  }

  /** How many messages of an agent it counts. */
  public static long messageCount(BsonDocument document, String agent) {
    return Fields.integerOrZero(Fields.doc(agents(document), FieldNames.encode(agent)), MESSAGES);
  }

  private static BsonDocument agents(BsonDocument document) {
    return Fields.doc(Fields.doc(document, OWN), AGENTS);
  }
}
