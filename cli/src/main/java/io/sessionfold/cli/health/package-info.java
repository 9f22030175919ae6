/**
 * Whether the parts of a process are alive and ready, for orchestrators, and their metrics. The
 * judgement is pure; open {@link io.sessionfold.cli.health.PartHealth} first.
 */
@NullMarked
package io.sessionfold.cli.health;

import org.jspecify.annotations.NullMarked;
