package io.sessionfold.testkit;

import io.sessionfold.json.JsonText;
import java.net.http.HttpHeaders;

/** What an HTTP service answered. */
public record Exchange(int status, HttpHeaders headers, String body) {
  /** The body, which is JSON. */
  public JsonText json() {
    return Json.parse(body);
  }

  /** A member of the body, which is an object; fails the test if it is not there. */
  public JsonText member(String name) {
    JsonText member = json().members().get(name);
    if (member == null) {
      throw new AssertionError("no member " + name + " in " + body);
    }
    return member;
  }

  /** A member that is a text. */
  public String text(String name) {
    return member(name).string();
  }

  /** A header; empty if it is not there. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The kind of a problem, without its prefix. */
  public String problem() {
    return text("type").replace("urn:sessionfold:problem:", "");
  }
}
