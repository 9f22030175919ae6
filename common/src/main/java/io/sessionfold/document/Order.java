package io.sessionfold.document;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/**
 * The order of things that stand in a document as fields, as numbers beside them: the server orders
 * fields as it likes when an update adds several. A number is made of the revision that added the
 * thing and its place within that change, so that an update needs to know nothing of the others; in
 * a document that is written whole it is the place alone, which is below all of those.
 */
final class Order {
  private static final int PLACE_BITS = 16;
  private static final int LAST_PLACE = (1 << PLACE_BITS) - 1;

  private Order() {}

  static long at(long revision, int place) {
    return (revision << PLACE_BITS) + Math.min(place, LAST_PLACE);
  }

  /** The fields of {@code doc} by the numbers that their values have. */
  static List<String> sorted(BsonDocument doc, Function<BsonValue, BsonNumber> number) {
    return doc.entrySet().stream()
        .sorted(
            Map.Entry.comparingByValue(
                (a, b) -> Long.compare(number.apply(a).longValue(), number.apply(b).longValue())))
        .map(Map.Entry::getKey)
        .toList();
  }
}
