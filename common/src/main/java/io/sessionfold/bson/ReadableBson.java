package io.sessionfold.bson;

import io.sessionfold.json.JsonText;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/**
 * Between JSON text and BSON in readable form: objects, arrays, strings, booleans and null as
 * themselves, integers as int32 or int64, other numbers as double.
 *
 * <p>Most text comes back the same from its BSON. A reading says when it does not ({@link
 * BsonReading#exact}): then the value is the nearest readable one. That is so for
 *
 * <ul>
 *   <li>numbers in another form than the one we write: integers beyond int64, {@code -0}, {@code
 *       1.50}, {@code 1E3}, more than 17 digits (the nearest double; if that is infinite, the
 *       number's text as a string). Doubles are written as Python writes them: {@code 0.0}, {@code
 *       0.0001}, {@code 1e-05}, {@code 1e+16}; most of what JavaScript writes is the same;
 *   <li>strings with an escape that is not the shortest form, such as an escaped slash or letter,
 *       or upper-case hexadecimal digits;
 *   <li>lone surrogates, which UTF-8 does not have (U+FFFD), and a NUL in a name, which ends a name
 *       in BSON (U+2400). Two names of one object can become the same by that.
 * </ul>
 *
 * <p>Time and memory are linear in the text, whatever it holds. All methods are pure.
 */
public final class ReadableBson {
  private ReadableBson() {}

  /**
   * Reads a JSON value. An object becomes a {@link RawBsonDocument}, so that its size is known and
   * the library's codecs copy it; an array a tree of such.
   */
  public static BsonReading of(JsonText json) {
    return new JsonToBson(json.toString()).read();
  }

  /**
   * Writes a value that {@link #of} made, or any of the types that JSON has, as JSON.
   *
   * @throws IllegalArgumentException if it holds a type or a number that JSON does not have
   */
  public static JsonText text(BsonValue value) {
    return BsonToJson.text(value);
  }

  /**
   * The bytes that a value takes in a document, without its name, as the library encodes it.
   *
   * @throws IllegalArgumentException for the deprecated types that nothing of ours writes
   */
  public static int size(BsonValue value) {
    return BsonSize.of(value);
  }
}
