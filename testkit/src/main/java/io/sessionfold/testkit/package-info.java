/**
 * What the tests of every module share: events in a word, simulated event logs and journals, the
 * sentence {@code given(…).when(…).then(…)}, and a real broker and a Mongo for each test JVM. Open
 * {@link io.sessionfold.testkit.Scenario} first, and {@link io.sessionfold.testkit.Brokers} and
 * {@link io.sessionfold.testkit.Mongos} for a test that needs a server.
 */
@NullMarked
package io.sessionfold.testkit;

import org.jspecify.annotations.NullMarked;
