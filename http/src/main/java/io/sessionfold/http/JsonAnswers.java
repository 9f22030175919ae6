package io.sessionfold.http;

import io.javalin.http.Context;
import io.sessionfold.json.JsonText;

/** Answers with JSON. */
public final class JsonAnswers {
  private static final String MEDIA_TYPE = "application/json";

  private JsonAnswers() {}

  /** Answers with a value; the status and the other headers stay as they are. */
  public static void send(Context ctx, JsonText json) {
    ctx.contentType(MEDIA_TYPE);
    ctx.result(json.utf8());
  }

  /** Answers with a value that nobody on the way may keep. */
  public static void sendUnkept(Context ctx, JsonText json) {
    ctx.header("Cache-Control", "no-store");
    send(ctx, json);
  }
}
