package io.sessionfold.chaos.oracle;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The unique words by which a message's text can be found wherever it stands. */
final class Secrets {
  private static final Pattern WORD = Pattern.compile("text-[^ \"]+ ");

  private Secrets() {}

  static Optional<String> in(String text) {
    Matcher word = WORD.matcher(text);
    return word.find() ? Optional.of(word.group()) : Optional.empty();
  }

  /** The texts of a session that were taken back and stand in {@code everything} all the same. */
  static List<String> left(ModelSession session, String everything) {
    return session.takenBack.stream()
        .flatMap(text -> in(text).stream())
        .filter(secret -> everything.contains(secret) && !isSaidElsewhere(session, secret))
        .toList();
  }

  /** Whether a message says it still: a text can be published twice and taken back once. */
  private static boolean isSaidElsewhere(ModelSession session, String secret) {
    return !session.deleted
        && session.messages.stream().anyMatch(m -> m.text.toString().contains(secret));
  }
}
