package io.sessionfold.projector.jsonl;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The open session files, never more than a bound; the one unused for longest is closed. */
final class OpenFiles {
  private final Disk disk;
  private final int bound;
  private final Map<SessionFile, FileChannel> open = new LinkedHashMap<>(16, 0.75f, true);

  OpenFiles(Disk disk, int bound) {
    this.disk = disk;
    this.bound = bound;
  }

  /** The channel of a file, opened for appending if it is not open. */
  FileChannel channel(SessionFile file) throws IOException {
    FileChannel channel = open.get(file);
    if (channel == null) {
      if (open.size() >= bound) {
        closeEldest();
      }
      channel = disk.openForAppend(file.path());
      open.put(file, channel);
    }
    return channel;
  }

  /** Closes a file if it is open. What it holds stays in the kernel's care until it is synced. */
  void close(SessionFile file) {
    FileChannel channel = open.remove(file);
    if (channel != null) {
      Quietly.close(channel);
    }
  }

  int size() {
    return open.size();
  }

  private void closeEldest() {
    Iterator<FileChannel> channels = open.values().iterator();
    Quietly.close(channels.next());
    channels.remove();
  }
}
