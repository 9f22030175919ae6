/**
 * The MongoDB sink. {@link io.sessionfold.projector.mongo.SessionPlanner} says as values what a
 * batch must do to the documents; {@link io.sessionfold.projector.mongo.MongoSink} does it. Open
 * the sink first.
 */
@NullMarked
package io.sessionfold.projector.mongo;

import org.jspecify.annotations.NullMarked;
