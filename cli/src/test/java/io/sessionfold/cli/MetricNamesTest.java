package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is delivered for Prometheus and Grafana, as far as it can be read without them. */
class MetricNamesTest {
  @Test
  void functions_labels_and_texts_are_no_metrics() {
    assertThat(
            MetricNames.inExpression(
                "sum by (sink, part) (rate(a_total{sink=\"b\", job=~\"$job\"}[5m])) / on (sink)"
                    + " max(c:d) > 60 or absent(up{job=\"e\"}) and f"))
        .containsExactlyInAnyOrder("a_total", "c:d", "f");
  }

  @Test
  void a_scrape_has_the_names_of_its_samples() {
    assertThat(MetricNames.scraped("# HELP a x\n# TYPE a counter\na_total{b=\"c d\"} 1.0\ne 2\n"))
        .containsExactlyInAnyOrder("a_total", "e");
  }

  @Test
  void every_alert_says_what_is_wrong_and_what_to_do() throws Exception {
    assertThat(MetricNames.rules())
        .hasSize(9)
        .allSatisfy(
            rule -> {
              assertThat(rule.get("alert").toString()).startsWith("Sessionfold");
              assertThat(rule).containsKeys("expr", "labels", "annotations");
              Map<String, Object> told = Compose.map(rule.get("annotations"));
              assertThat(told).containsOnlyKeys("summary", "description");
            });
  }

  @Test
  void the_scrape_example_reads_the_rules_and_the_port_of_the_services() throws Exception {
    Map<String, Object> scrape = Compose.map(MetricNames.yaml("prometheus/prometheus.yml"));
    assertThat(scrape.get("rule_files").toString()).isEqualTo("[rules.yml]");
    Compose compose = Compose.read();
    compose
        .ours()
        .filter(service -> !compose.isOneShot(service))
        .forEach(
            service ->
                assertThat(scrape.get("scrape_configs").toString())
                    .contains(
                        service.name()
                            + ":"
                            + service.environment().get("SESSIONFOLD_HEALTH_PORT")));
  }
}
