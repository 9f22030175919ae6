package io.sessionfold.embedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.bson.Document;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ObjectDataType;

/**
 * The order of keys in the emulator's maps. H2 on its own compares objects that it does not know by
 * their serialized bytes, and those of one and the same document differ with how it came to be: a
 * key that is a document, as {@code _id {session, page}} is, would not be found again after a
 * restart. Here such keys compare by what they say.
 */
final class KeyOrder extends BasicDataType<Object> {
  private final ObjectDataType objects = new ObjectDataType();

  @Override
  public int compare(Object a, Object b) {
    return a instanceof String x && b instanceof String y
        ? x.compareTo(y)
        : text(a).compareTo(text(b));
  }

  @Override
  public int getMemory(Object key) {
    return objects.getMemory(key);
  }

  @Override
  public void write(WriteBuffer buffer, Object key) {
    objects.write(buffer, key);
  }

  @Override
  public Object read(ByteBuffer buffer) {
    return objects.read(buffer);
  }

  @Override
  public Object[] createStorage(int size) {
    return new Object[size];
  }

  private static String text(Object key) {
    StringBuilder out = new StringBuilder();
    append(out, key);
    return out.toString();
  }

  private static void append(StringBuilder out, Object value) {
    if (value instanceof KeyValue key) {
      key.forEach(part -> append(out, part));
    } else if (value instanceof Document document) {
      out.append('{');
      for (Map.Entry<String, Object> member : document.entrySet()) {
        append(out, member.getKey());
        append(out, member.getValue());
      }
      out.append('}');
    } else if (value instanceof Collection<?> elements) {
      out.append('[');
      elements.forEach(element -> append(out, element));
      out.append(']');
    } else if (value instanceof Number number) {
      out.append('n').append(number.doubleValue()).append('/').append(number.longValue());
    } else {
      // The length keeps neighbours apart; the class, values of different types.
      String text = String.valueOf(value);
      out.append(value == null ? "null" : value.getClass().getSimpleName());
      out.append(text.length()).append(':').append(text);
    }
  }
}
