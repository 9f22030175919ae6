package io.sessionfold.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.journal.Change;
import io.sessionfold.journal.ChangeCodec;
import io.sessionfold.json.JsonText;
import io.sessionfold.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChangeCodecTest {
  static List<FixtureLog> logs() {
    return FixtureLogs.all();
  }

  @ParameterizedTest
  @MethodSource("logs")
  void the_order_of_members_says_nothing(FixtureLog log) {
    for (Change change : log.journal().changes()) {
      JsonText written = ChangeCodec.write(change);
      assertThat(ChangeCodec.read(written)).isEqualTo(change);
      assertThat(ChangeCodec.read(reversed(written))).isEqualTo(change);
    }
  }

  @ParameterizedTest
  @MethodSource("logs")
  void members_that_are_added_later_are_left_out(FixtureLog log) {
    for (Change change : log.journal().changes()) {
      Map<String, JsonText> members = ChangeCodec.write(change).members();
      Map<String, JsonText> more = new LinkedHashMap<>();
      members.forEach(
          (name, value) -> {
            more.put(name, name.equals("event") ? withAnother(value) : value);
            more.put("after_" + name, JsonText.of(name));
          });
      assertThat(ChangeCodec.read(JsonWriter.object(more))).isEqualTo(change);
    }
  }

  @Test
  void a_change_without_a_member_that_it_must_have_is_none() {
    for (Change change : FixtureLogs.severalAgents().journal().changes()) {
      for (String name : List.of("v", "outcome", "session", "revision", "type", "event", "data")) {
        Map<String, JsonText> members = ChangeCodec.write(change).members();
        if (members.remove(name) != null) {
          assertThatThrownBy(() -> ChangeCodec.read(JsonWriter.object(members)))
              .hasMessageContaining(name);
        }
      }
    }
  }

  private static JsonText withAnother(JsonText object) {
    Map<String, JsonText> members = object.members();
    members.put("another", JsonText.NULL);
    return JsonWriter.object(members);
  }

  private static JsonText reversed(JsonText object) {
    List<String> names = new ArrayList<>(object.members().keySet());
    Collections.reverse(names);
    Map<String, JsonText> reversed = new LinkedHashMap<>();
    names.forEach(name -> reversed.put(name, object.members().get(name)));
    return JsonWriter.object(reversed);
  }
}
