package io.sessionfold.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.json.JsonPointer.PathConflict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPointerTest {
  private static String set(String object, String pointer, String value) throws Exception {
    ObjectEdit edit = new ObjectEdit(JsonText.parse(object).members());
    edit.set(JsonPointer.parse(pointer), JsonText.parse(value));
    return JsonWriter.object(edit.members()).toString();
  }

  private static String unset(String object, String pointer) throws Exception {
    ObjectEdit edit = new ObjectEdit(JsonText.parse(object).members());
    edit.unset(JsonPointer.parse(pointer));
    return JsonWriter.object(edit.members()).toString();
  }

  @Test
  void tokens_are_unescaped_once_and_in_order() {
    assertThat(JsonPointer.parse("/a~1b/~01/~0~1/").tokens())
        .containsExactly("a/b", "~1", "~/", "");
    assertThat(JsonPointer.parse("/").tokens()).containsExactly("");
    assertThat(JsonPointer.parse("/a/b").head()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a~1b/~01/~0~1/", "/$set/a.b", "/\u2028"})
  void a_pointer_writes_back_to_its_text(String pointer) {
    assertThat(JsonPointer.parse(pointer)).hasToString(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a/b", "/~", "/~2", "/a~", "/~~0"})
  void what_is_not_a_pointer_to_a_member_is_refused(String pointer) {
    assertThatThrownBy(() -> JsonPointer.parse(pointer))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void set_replaces_in_place_and_adds_at_the_end() throws Exception {
    assertThat(set("{\"a\":1,\"b\":{\"x\":1.0,\"y\":2}}", "/b/x", "1e3"))
        .isEqualTo("{\"a\":1,\"b\":{\"x\":1e3,\"y\":2}}");
    assertThat(set("{\"a\":1}", "/c", "null")).isEqualTo("{\"a\":1,\"c\":null}");
  }

  @Test
  void set_creates_parents() throws Exception {
    assertThat(set("{}", "/a/b/", "[]")).isEqualTo("{\"a\":{\"b\":{\"\":[]}}}");
  }

  @Test
  void set_leaves_the_given_members_alone() throws Exception {
    var members = JsonText.parse("{\"a\":{\"b\":1}}").members();
    ObjectEdit edit = new ObjectEdit(members);
    edit.set(JsonPointer.parse("/a/b"), JsonText.of(2));
    assertThat(members.get("a")).hasToString("{\"b\":1}");
    assertThat(edit.members().get("a")).hasToString("{\"b\":2}");
  }

  @Test
  void unset_removes_only_what_is_there() throws Exception {
    assertThat(unset("{\"a\":{\"b\":1,\"c\":2}}", "/a/b")).isEqualTo("{\"a\":{\"c\":2}}");
    assertThat(unset("{\"a\":{\"b\":1}}", "/a/b")).isEqualTo("{\"a\":{}}");
    assertThat(unset("{\"a\":1}", "/b/c/d")).isEqualTo("{\"a\":1}");
    assertThat(unset("{\"a\":1}", "/b")).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "null", "\"x\"", "[{\"b\":1}]"})
  void a_path_through_anything_but_an_object_is_a_conflict(String through) {
    String object = "{\"p\":{\"a\":" + through + "}}";
    assertThatThrownBy(() -> set(object, "/p/a/0", "1"))
        .isInstanceOf(PathConflict.class)
        .hasMessageContaining("/p/a,");
    assertThatThrownBy(() -> unset(object, "/p/a/0")).isInstanceOf(PathConflict.class);
  }

  @Test
  void what_would_become_deeper_than_any_json_is_a_conflict() throws Exception {
    assertThat(set("{}", "/a".repeat(64), "1")).hasSize(64 * 6 + 1);
    assertThat(JsonText.parse(set("{}", "/a".repeat(62), "[[]]")).members()).hasSize(1);
    assertThatThrownBy(() -> set("{}", "/a".repeat(65), "1")).isInstanceOf(PathConflict.class);
    assertThatThrownBy(() -> set("{}", "/a".repeat(63), "[[]]")).isInstanceOf(PathConflict.class);
    assertThatThrownBy(() -> set("{}", "/a".repeat(1_000_000), "1"))
        .isInstanceOf(PathConflict.class);
    assertThat(unset("{}", "/a".repeat(1_000_000))).isEqualTo("{}");
  }

  @Test
  void a_pointer_names_at_least_one_member() {
    assertThatThrownBy(() -> new JsonPointer(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
