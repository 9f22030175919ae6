package io.sessionfold.benchmarks;

import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What was measured: numbers by section and name, in the order in which they were added. */
final class Figures {
  private final Map<String, Map<String, Double>> sections = new LinkedHashMap<>();

  void add(String section, String name, double value) {
    sections.computeIfAbsent(section, s -> new LinkedHashMap<>()).put(name, value);
  }

  double get(String section, String name) {
    return sections.getOrDefault(section, Map.of()).getOrDefault(name, Double.NaN);
  }

  /** For people. */
  String table() {
    StringBuilder table = new StringBuilder();
    sections.forEach(
        (section, values) -> {
          table.append(section).append('\n');
          values.forEach(
              (name, value) ->
                  table.append(String.format(Locale.ROOT, "  %-52s %14s%n", name, text(value))));
        });
    return table.toString().stripTrailing();
  }

  /** One object with an object for each section. */
  JsonText json() {
    Map<String, JsonText> objects = new LinkedHashMap<>();
    sections.forEach(
        (section, values) -> {
          Map<String, JsonText> numbers = new LinkedHashMap<>();
          values.forEach((name, value) -> numbers.put(name, number(value)));
          objects.put(section, JsonWriter.object(numbers));
        });
    return JsonWriter.object(objects);
  }

  private static JsonText number(double value) {
    return Double.isFinite(value)
        ? JsonText.trusted(String.format(Locale.ROOT, "%.3f", value))
        : JsonText.NULL;
  }

  /** With as many decimals as help to read it. */
  static String text(double value) {
    if (!Double.isFinite(value)) {
      return "-";
    }
    String format = Math.abs(value) >= 100 ? "%,.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
