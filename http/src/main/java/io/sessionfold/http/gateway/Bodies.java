package io.sessionfold.http.gateway;

import io.javalin.http.Context;
import io.sessionfold.http.problem.Problem;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.http.problem.ProblemType;
import io.sessionfold.json.JsonSyntaxException;
import io.sessionfold.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** Reads bodies of requests, never more of them than is allowed. */
final class Bodies {
  /**
   * In a batch the data of an event stands two levels deeper; with one more, what is too deep is
   * told among the reasons of the event.
   */
  private static final int LEVELS_AROUND_DATA = 3;

  private static final String JSON = "application/json";

  private final int longest;

  Bodies(int longest) {
    this.longest = longest;
  }

  /** The media type of a request, in lower case and without parameters; empty if it names none. */
  static String mediaType(Context ctx) {
    String type = ctx.contentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  static ProblemException unsupported(String expected) {
    return Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: " + expected)
        .exception();
  }

  /** The body, which is an object of {@code application/json}. */
  JsonText object(Context ctx) {
    if (!mediaType(ctx).equals(JSON)) {
      throw unsupported(JSON);
    }
    return object(bytes(ctx));
  }

  /** The body, whatever it is. */
  byte[] bytes(Context ctx) {
    String encoding = ctx.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "send the body without an encoding")
          .exception();
    }
    if (ctx.contentLength() > longest) {
      throw tooLong();
    }
    try {
      InputStream stream = ctx.req().getInputStream();
      byte[] bytes = stream.readNBytes(longest + 1);
      if (bytes.length > longest) {
        throw tooLong();
      }
      return bytes;
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(ProblemType.INVALID_REQUEST, "the body did not arrive whole"), e);
    }
  }

  private ProblemException tooLong() {
    return Problem.of(ProblemType.TOO_LARGE, "a body has at most " + longest + " bytes")
        .exception();
  }

  static JsonText object(byte[] utf8) {
    JsonText json = parsed(utf8);
    if (json.kind() != JsonText.Kind.OBJECT) {
      throw ProblemException.invalid("the body is a JSON object");
    }
    return json;
  }

  static JsonText parsed(byte[] utf8) {
    try {
      return JsonText.parseAround(utf8, LEVELS_AROUND_DATA);
    } catch (JsonSyntaxException e) {
      throw ProblemException.invalid("the body is not JSON as it is read here: " + e.getMessage());
    }
  }
}
