/**
 * The HTTP service: what agents publish to, what people and services read from. Open {@link
 * io.sessionfold.http.HttpService} first.
 */
@NullMarked
package io.sessionfold.http;

import org.jspecify.annotations.NullMarked;
