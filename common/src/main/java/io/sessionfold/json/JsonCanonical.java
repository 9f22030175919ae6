package io.sessionfold.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Sorts members by their decoded names in UTF-16 order, as RFC 8785 does; lexemes stay. */
final class JsonCanonical {
  private record Member(String name, int start, int valueStart, int end) {}

  private JsonCanonical() {}

  static String sorted(String text) {
    StringBuilder out = new StringBuilder(text.length());
    append(out, text, 0);
    return out.toString();
  }

  /** Appends the value that begins at {@code start}; returns the index after it. */
  private static int append(StringBuilder out, String text, int start) {
    return switch (text.charAt(start)) {
      case '{' -> appendObject(out, text, start);
      case '[' -> appendArray(out, text, start);
      default -> {
        int end = JsonScan.valueEnd(text, start);
        out.append(text, start, end);
        yield end;
      }
    };
  }

  private static int appendArray(StringBuilder out, String text, int start) {
    out.append('[');
    int i = start + 1;
    while (text.charAt(i) != ']') {
      if (text.charAt(i) == ',') {
        out.append(',');
        i++;
      }
      i = append(out, text, i);
    }
    out.append(']');
    return i + 1;
  }

  private static int appendObject(StringBuilder out, String text, int start) {
    List<Member> members = new ArrayList<>();
    int i = start + 1;
    while (text.charAt(i) != '}') {
      int nameStart = text.charAt(i) == ',' ? i + 1 : i;
      int nameEnd = JsonScan.stringEnd(text, nameStart);
      int end = JsonScan.valueEnd(text, nameEnd + 1);
      members.add(
          new Member(JsonScan.unquote(text, nameStart, nameEnd), nameStart, nameEnd + 1, end));
      i = end;
    }
    members.sort(Comparator.comparing(Member::name));
    out.append('{');
    for (int m = 0; m < members.size(); m++) {
      Member member = members.get(m);
      if (m > 0) {
        out.append(',');
      }
      out.append(text, member.start(), member.valueStart());
      append(out, text, member.valueStart());
    }
    out.append('}');
    return i + 1;
  }
}
