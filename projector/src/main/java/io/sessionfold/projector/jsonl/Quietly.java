package io.sessionfold.projector.jsonl;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closing of descriptors whose content is made durable, or given up, elsewhere. */
final class Quietly {
  private static final Logger LOG = LoggerFactory.getLogger(Quietly.class);

  private Quietly() {}

  static void close(Closeable resource) {
    try {
      resource.close();
    } catch (IOException e) {
      LOG.debug("closing failed; nothing depends on it", e);
    }
  }
}
