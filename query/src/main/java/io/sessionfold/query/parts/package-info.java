/**
 * The normalised reading of a message in any format: text, reasoning, tool calls and their results,
 * media, by the names of OpenTelemetry's conventions for generative AI. Open {@link
 * io.sessionfold.query.parts.MessageParts} first.
 */
@NullMarked
package io.sessionfold.query.parts;

import org.jspecify.annotations.NullMarked;
