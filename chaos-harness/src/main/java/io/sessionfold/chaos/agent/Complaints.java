package io.sessionfold.chaos.agent;

import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.utility.JavaModule;
import org.jspecify.annotations.Nullable;

/**
 * Says which classes are woven, and ends a process whose classes cannot be: a fault that is not
 * injected proves nothing.
 */
final class Complaints extends AgentBuilder.Listener.Adapter {
  @Override
  public void onTransformation(
      TypeDescription type,
      @Nullable ClassLoader loader,
      @Nullable JavaModule module,
      boolean loaded,
      DynamicType made) {
    System.err.println("chaos agent: woven " + type.getName());
  }

  @Override
  public void onError(
      String type,
      @Nullable ClassLoader loader,
      @Nullable JavaModule module,
      boolean loaded,
      Throwable e) {
    System.err.println("chaos agent: " + type + " cannot be woven: " + e);
    Runtime.getRuntime().halt(99);
  }
}
