package io.sessionfold.cli;

import picocli.CommandLine.IVersionProvider;

/** The release, as the build wrote it into the jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"sessionfold " + (version == null ? "(not packaged)" : version)};
  }
}
