package io.sessionfold.http.reading;

import io.javalin.http.Context;
import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.journal.Times;
import io.sessionfold.session.AsOf;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Query parameters of one request, each read strictly. */
final class Parameters {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s)");

  private final Context ctx;

  private Parameters(Context ctx) {
    this.ctx = ctx;
  }

  /**
   * Of a request.
   *
   * @param known a parameter that is none of these is refused: a filter that is misspelt would
   *     answer something else than was asked for
   */
  static Parameters of(Context ctx, Set<String> known) {
    for (String name : ctx.queryParamMap().keySet()) {
      if (!known.contains(name)) {
        throw invalid(
            name,
            "is not known here; there are " + String.join(", ", known.stream().sorted().toList()));
      }
    }
    return new Parameters(ctx);
  }

  @Nullable String text(String name) {
    List<String> values = ctx.queryParams(name);
    if (values.size() > 1) {
      throw invalid(name, "is there more than once");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  List<String> all(String name) {
    return ctx.queryParams(name);
  }

  @Nullable Long number(String name) {
    return parsed(name, "is a number from 0 to 10^18", Parameters::natural);
  }

  int number(String name, int otherwise, int most) {
    Long number = number(name);
    if (number == null) {
      return otherwise;
    }
    if (number < 1 || number > most) {
      throw invalid(name, "is 1 to " + most);
    }
    return number.intValue();
  }

  boolean flag(String name, boolean otherwise) {
    Boolean flag = parsed(name, "is true or false", Parameters::strictBoolean);
    return flag == null ? otherwise : flag;
  }

  @Nullable Instant time(String name) {
    return parsed(
        name, "is an RFC 3339 time", text -> Times.parse(text).orElseThrow(Parameters::bad));
  }

  @Nullable AsOf point(String name) {
    return parsed(name, AsOf.GRAMMAR, text -> AsOf.parse(text).orElseThrow(Parameters::bad));
  }

  @Nullable Duration duration(String name) {
    return parsed(name, "is a number of s or ms, such as 2s", Parameters::seconds);
  }

  <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
    E chosen =
        parsed(
            name,
            "is one of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT),
            text -> Enum.valueOf(type, lower(text).toUpperCase(Locale.ROOT)));
    return chosen == null ? otherwise : chosen;
  }

  private static String lower(String text) {
    if (!text.equals(text.toLowerCase(Locale.ROOT))) {
      throw bad();
    }
    return text;
  }

  private <T> @Nullable T parsed(String name, String expected, Function<String, T> parse) {
    String text = text(name);
    try {
      return text == null ? null : parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw invalid(name, expected);
    }
  }

  static ProblemException invalid(String name, String expected) {
    return ProblemException.invalid("query parameter " + name + ": " + expected);
  }

  static IllegalArgumentException bad() {
    return new IllegalArgumentException();
  }

  private static Long natural(String text) {
    if (!text.matches("\\d{1,18}")) {
      throw bad();
    }
    return Long.valueOf(text);
  }

  private static Boolean strictBoolean(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad();
    };
  }

  private static Duration seconds(String text) {
    Matcher m = DURATION.matcher(text);
    if (!m.matches()) {
      throw bad();
    }
    long number = Long.parseLong(m.group(1));
    return m.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
  }
}
