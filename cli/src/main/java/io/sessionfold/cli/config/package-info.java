/**
 * What can be configured: one catalogue of keys, read once into typed, immutable settings. Open
 * {@link io.sessionfold.cli.config.Setting} first.
 */
@NullMarked
package io.sessionfold.cli.config;

import org.jspecify.annotations.NullMarked;
