package io.sessionfold.chaos.agent;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.AsmVisitorWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The Java agent of a process that is tried. It ends the process when its standard input ends, so
 * that nothing is left behind by whoever started it.
 */
public final class ChaosAgent {
  private ChaosAgent() {}

  /** Called by the JVM before {@code main}. */
  public static void premain(String argument, Instrumentation instrumentation) {
    AgentOptions options = AgentOptions.of(argument);
    Control.begin(options.control());
    Orphans.endWithStandardInput();
    AgentBuilder builder =
        new AgentBuilder.Default()
            .disableClassFormatChanges()
            .with(AgentBuilder.RedefinitionStrategy.DISABLED)
            .with(new Complaints());
    Set<String> types = new HashSet<>();
    for (Weaving weaving : Weaving.all(options.mutations())) {
      types.add(weaving.type().replace('.', '/'));
      builder = woven(builder, weaving.type(), weaving.advice());
    }
    instrumentation.addTransformer(new Chosen(types, builder.makeRaw()));
  }

  private static AgentBuilder woven(AgentBuilder builder, String type, AsmVisitorWrapper advice) {
    return builder
        .type(named(type))
        .transform((classBuilder, t, loader, module, domain) -> classBuilder.visit(advice));
  }

  /**
   * Asks the weaver about the classes that are woven alone: it reads the bytes of each that it is
   * asked about, which is a third of what it costs to start a process.
   */
  private record Chosen(Set<String> types, ClassFileTransformer weaver)
      implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        Module module,
        @Nullable ClassLoader loader,
        String name,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] bytes)
        throws IllegalClassFormatException {
      return types.contains(name)
          ? weaver.transform(module, loader, name, redefined, domain, bytes)
          : null;
    }
  }

  /** Writes a jar that makes a JVM, whose class path has this class, start it as its agent. */
  public static Path jar(Path directory) {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(new Attributes.Name("Premain-Class"), ChaosAgent.class.getName());
    Path jar = directory.resolve("agent.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      out.finish();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + jar, e);
    }
    return jar;
  }
}
