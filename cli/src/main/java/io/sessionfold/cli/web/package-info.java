/** The HTTP service of a process: what it is opened with, and what it tells of the pipeline. */
@NullMarked
package io.sessionfold.cli.web;

import org.jspecify.annotations.NullMarked;
