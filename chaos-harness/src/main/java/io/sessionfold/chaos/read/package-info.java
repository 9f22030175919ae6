/**
 * A reader of the product's library that polls while everything goes wrong, and what it was
 * answered. Open {@link io.sessionfold.chaos.read.PollingReader} first.
 */
@NullMarked
package io.sessionfold.chaos.read;

import org.jspecify.annotations.NullMarked;
