/**
 * What runs inside a process that is tried: named points at which it can be killed or stopped, a
 * file system that runs full, a record of what was fsynced, and mutations that take a safeguard of
 * the product out. Nothing of it is in the product; {@link io.sessionfold.chaos.agent.ChaosAgent}
 * weaves it into the classes when the process starts. Open that first.
 */
@NullMarked
package io.sessionfold.chaos.agent;

import org.jspecify.annotations.NullMarked;
