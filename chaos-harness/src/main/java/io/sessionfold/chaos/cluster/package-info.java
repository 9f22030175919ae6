/**
 * The processes that are tried: a broker, a mongod, projectors and sinks, each a process of its own
 * that can be killed, stopped and started again on the same data. Open {@link
 * io.sessionfold.chaos.cluster.Cluster} first.
 */
@NullMarked
package io.sessionfold.chaos.cluster;

import org.jspecify.annotations.NullMarked;
