package io.sessionfold.http.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.http.problem.ProblemException;
import io.sessionfold.testkit.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergePatchTest {
  @Test
  void what_is_null_is_unset_objects_are_gone_into_and_everything_else_is_set() {
    assertThat(
            MergePatch.changes(
                Json.parse("{\"a\":{\"b\":1.0,\"c\":null},\"d~/\":[{\"e\":null}],\"f\":null}")))
        .hasToString(
            "{\"set\":{\"/a/b\":1.0,\"/d~0~1\":[{\"e\":null}]},\"unset\":[\"/a/c\",\"/f\"]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":{}}", "{\"a\":{\"b\":{}}}"})
  void what_cannot_be_said_as_changes_is_refused(String patch) {
    assertThatThrownBy(() -> MergePatch.changes(Json.parse(patch)))
        .isInstanceOf(ProblemException.class);
  }
}
