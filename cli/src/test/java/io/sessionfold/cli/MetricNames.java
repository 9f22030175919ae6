package io.sessionfold.cli;

import io.sessionfold.json.JsonText;
import io.sessionfold.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The names of metrics in expressions, in what is delivered with them, and in a scrape. */
final class MetricNames {
  /** Texts, selections, ranges and lists of labels: what is left are functions and metrics. */
  private static final Pattern NOT_METRICS =
      Pattern.compile(
          "\"[^\"]*\"|\\{[^}]*}|\\[[^\\]]*]|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(?!\\s*\\(|\\w)");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf");

  /** Prometheus itself gives it, for each target. */
  private static final Set<String> ITS_OWN = Set.of("up");

  private MetricNames() {}

  static Set<String> inExpression(String expression) {
    String rest = NOT_METRICS.matcher(expression).replaceAll(" ");
    Set<String> names = new TreeSet<>();
    Matcher matcher = NAME.matcher(rest);
    while (matcher.find()) {
      names.add(matcher.group());
    }
    names.removeAll(WORDS);
    names.removeAll(ITS_OWN);
    return names;
  }

  /** Of the dashboard; fails if it is not JSON, or a panel asks nothing. */
  static Set<String> inDashboard() throws IOException {
    Set<String> names = new TreeSet<>();
    JsonText dashboard = Json.parse(Files.readString(deploy("grafana/sessionfold.json")).strip());
    for (JsonText panel : dashboard.members().get("panels").elements()) {
      Map<String, JsonText> members = panel.members();
      if (!members.get("type").string().equals("row")) {
        for (JsonText target : members.get("targets").elements()) {
          Set<String> asked = inExpression(target.members().get("expr").string());
          if (asked.isEmpty()) {
            throw new AssertionError(members.get("title") + " asks for nothing");
          }
          names.addAll(asked);
        }
      }
    }
    return names;
  }

  /** Of the alerts; fails if the file is not YAML, or not of rules. */
  static Set<String> inRules() throws IOException {
    Set<String> names = new TreeSet<>();
    for (Map<String, Object> rule : rules()) {
      names.addAll(inExpression(rule.get("expr").toString()));
    }
    return names;
  }

  static List<Map<String, Object>> rules() throws IOException {
    Object file = yaml("prometheus/rules.yml");
    Object group = ((List<?>) Compose.map(file).get("groups")).get(0);
    return ((List<?>) Compose.map(group).get("rules")).stream().map(Compose::map).toList();
  }

  static Object yaml(String name) throws IOException {
    return new Yaml(new SafeConstructor(new LoaderOptions()))
        .<Object>load(Files.readString(deploy(name)));
  }

  private static Path deploy(String name) {
    return Compose.checkout().resolve("deploy").resolve(name);
  }

  /** Of what {@code /metrics} answered. */
  static Set<String> scraped(String answer) {
    Set<String> names = new TreeSet<>();
    answer
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> names.add(line.split("[{ ]", 2)[0]));
    return names;
  }
}
