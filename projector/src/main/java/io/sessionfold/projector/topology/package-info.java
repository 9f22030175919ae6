/**
 * The projector: one Kafka Streams application that makes the journal out of the event log. Open
 * {@link io.sessionfold.projector.topology.Projector} first; {@link
 * io.sessionfold.projector.topology.ProjectorTopology} has the picture.
 */
@NullMarked
package io.sessionfold.projector.topology;

import org.jspecify.annotations.NullMarked;
