/** The descriptions of the service and of the topics, served as JSON and as a page for people. */
@NullMarked
package io.sessionfold.http.docs;

import org.jspecify.annotations.NullMarked;
