package io.sessionfold.chaos.agent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import net.bytebuddy.asm.Advice;

/** Code that is copied into the product's access to the disk. */
final class DiskAdvice {
  private DiskAdvice() {}

  static final class Write {
    private Write() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) FileChannel file, @Advice.Argument(1) ByteBuffer bytes)
        throws IOException {
      Points.beforeBytes(file, bytes);
    }
  }

  static final class Open {
    private Open() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) Path file, @Advice.Return FileChannel channel) {
      Ledger.opened(channel, file);
    }
  }

  static final class Create {
    private Create() {}

    @Advice.OnMethodEnter
    static void enter() throws IOException {
      Points.beforeRoom();
    }

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) Path file, @Advice.Return FileChannel channel) {
      Ledger.opened(channel, file);
    }
  }

  static final class CreateDirectory {
    private CreateDirectory() {}

    @Advice.OnMethodEnter
    static void enter() throws IOException {
      Points.beforeRoom();
    }
  }

  static final class Sync {
    private Sync() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) FileChannel file) throws IOException {
      Ledger.synced(file);
    }
  }

  static final class Truncate {
    private Truncate() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) FileChannel file, @Advice.Argument(1) long length) {
      Ledger.cut(file, length);
    }
  }

  static final class Move {
    private Move() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) Path from, @Advice.Argument(1) Path to) {
      Ledger.moved(from, to);
    }
  }

  static final class Directory {
    private Directory() {}

    @Advice.OnMethodExit
    static void exit(@Advice.Argument(0) Path directory) {
      Ledger.directory(directory);
    }
  }
}
