package io.sessionfold.cli;

import me.tongfei.progressbar.ProgressBarConsumer;

/** Shows a bar on one line of standard error, or nothing where nobody looks on. */
final class ProgressLines implements ProgressBarConsumer {
  private static final int WIDTH = 78;

  private final Console console;

  ProgressLines(Console console) {
    this.console = console;
  }

  @Override
  public int getMaxRenderedLength() {
    return WIDTH;
  }

  @Override
  public void accept(String rendered) {
    console.bar(rendered);
  }

  @Override
  public void close() {
    console.endBar();
  }
}
