package io.sessionfold.http.docs;

/** Builds a page; text is always escaped. Not thread-safe. */
final class Html {
  private final StringBuilder page = new StringBuilder(64 * 1024);

  /** Markup, which is this module's own. */
  Html raw(String markup) {
    page.append(markup);
    return this;
  }

  /** Text between a start tag and its end tag. */
  Html element(String name, String text) {
    return raw("<" + name + ">").text(text).raw("</" + name + ">\n");
  }

  /** Text, whatever it is. */
  Html text(String text) {
    page.append(escaped(text));
    return this;
  }

  /** Text in which what stands between backquotes is code. */
  Html prose(String text) {
    String[] parts = text.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 0) {
        text(parts[i]);
      } else {
        raw("<code>").text(parts[i]).raw("</code>");
      }
    }
    return this;
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
