package io.sessionfold.chaos.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlTest {
  @TempDir Path directory;

  @Test
  void a_point_fires_once_after_its_passes() {
    Control.begin(directory);
    Control.arm(directory, "before-write", 2, Control.Action.STOP);

    assertThat(Control.passes("after-write")).isNull();
    assertThat(Control.passes("before-write")).isNull();
    assertThat(Control.passes("before-write")).isNull();
    assertThat(Control.isArmed(directory)).isTrue();
    assertThat(Control.passes("before-write")).isEqualTo(Control.Action.STOP);
    assertThat(Control.isArmed(directory)).isFalse();
    assertThat(Control.passes("before-write")).isNull();
  }

  @Test
  void a_disk_is_full_until_it_has_room() {
    Control.begin(directory);
    Control.diskFull(directory, true);
    assertThat(Control.isDiskFull()).isTrue();

    Control.diskFull(directory, false);
    assertThat(Control.isDiskFull()).isFalse();
  }
}
