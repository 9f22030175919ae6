package io.sessionfold.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Sorts members by their decoded names in UTF-16 order, as RFC 8785 does; lexemes stay.
 *
 * <p>Every character is looked at once, on the one way down; a member that stands out of order
 * moves with all that is in it, so nesting costs a copy of text and no second look at it.
 */
final class JsonCanonical {
  /** A member in the output: where its name begins there, and where its value ends. */
  private record Member(String name, int start, int end) {}

  private final String text;
  private final StringBuilder out;
  private int at;

  private JsonCanonical(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length());
  }

  static String sorted(String text) {
    JsonCanonical canonical = new JsonCanonical(text);
    canonical.value();
    return canonical.out.toString();
  }

  private void value() {
    switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      default -> copy(JsonScan.valueEnd(text, at));
    }
  }

  private void copy(int end) {
    out.append(text, at, end);
    at = end;
  }

  private void array() {
    copy(at + 1);
    while (text.charAt(at) != ']') {
      value();
      if (text.charAt(at) == ',') {
        copy(at + 1);
      }
    }
    copy(at + 1);
  }

  private void object() {
    copy(at + 1);
    int first = out.length();
    List<Member> members = new ArrayList<>();
    boolean inOrder = true;
    while (text.charAt(at) != '}') {
      int start = out.length();
      int nameEnd = JsonScan.stringEnd(text, at);
      String name = JsonScan.unquote(text, at, nameEnd);
      inOrder &= members.isEmpty() || members.get(members.size() - 1).name.compareTo(name) < 0;
      copy(nameEnd + 1);
      value();
      members.add(new Member(name, start, out.length()));
      if (text.charAt(at) == ',') {
        copy(at + 1);
      }
    }
    if (!inOrder) {
      reorder(first, members);
    }
    copy(at + 1);
  }

  private void reorder(int first, List<Member> members) {
    String unordered = out.substring(first);
    out.setLength(first);
    members.sort(Comparator.comparing(Member::name));
    for (Member member : members) {
      if (out.length() > first) {
        out.append(',');
      }
      out.append(unordered, member.start - first, member.end - first);
    }
  }
}
