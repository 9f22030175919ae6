package io.sessionfold.testkit;

import io.sessionfold.sequence.Limits;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

/** The default limits with one of them changed, by its name. */
final class SmallLimits {
  private SmallLimits() {}

  static Limits of(String name, int value) {
    RecordComponent[] components = Limits.class.getRecordComponents();
    Object[] values =
        Stream.of(components).map(c -> c.getName().equals(name) ? value : get(c)).toArray();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class[]::new);
    try {
      Constructor<Limits> constructor = Limits.class.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("limits are a record", e);
    }
  }

  private static Object get(RecordComponent component) {
    try {
      return component.getAccessor().invoke(Limits.DEFAULTS);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("limits are a record", e);
    }
  }
}
