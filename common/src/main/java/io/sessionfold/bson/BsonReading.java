package io.sessionfold.bson;

import org.bson.BsonValue;

/**
 * The readable BSON of a JSON value.
 *
 * @param value the value; an object is a {@link org.bson.RawBsonDocument}
 * @param exact whether {@link ReadableBson#text} gives back exactly the same text; where it does
 *     not, the text itself must be kept beside the value
 */
public record BsonReading(BsonValue value, boolean exact) {}
