package io.sessionfold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sessionfold.json.JsonText;

/**
 * What {@code verify} must say of a whole pipeline with an imported conversation of 120 messages.
 */
record ProofCommands(PastCommands.Runner sessionfold, JsonText conversation) {
  void assertRight() {
    Answer all = sessionfold.run("verify", "--json");
    assertThat(all.code()).as(all.out() + all.err()).isZero();
    assertThat(all.out().lines()).hasSize(1);
    assertThat(all.out()).startsWith("{\"equal\":true,").contains("\"left_out\":[]", "\"roots\":");
    assertThat(all.err()).contains("all say the same");
    String session = Conversations.key(conversation).toString();
    assertThat(sessionfold.run("verify", "--session", session).out())
        .contains("1 sessions, 120 messages");
    assertThat(sessionfold.run("verify", "--sample", "20%", "--only", "mongo").code()).isZero();
    Answer none = sessionfold.run("verify", "--session", "nobody");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).contains("there is no session default/nobody").doesNotContain("\tat ");
  }
}
