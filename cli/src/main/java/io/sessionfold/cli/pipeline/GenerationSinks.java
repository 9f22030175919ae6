package io.sessionfold.cli.pipeline;

import io.micrometer.core.instrument.MeterRegistry;
import io.sessionfold.cli.Place;
import io.sessionfold.store.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Sinks of one generation in this process, beside those that follow it elsewhere. */
public final class GenerationSinks implements AutoCloseable {
  private final SinkStart start;
  private final List<SinkPart> sinks;

  private GenerationSinks(SinkStart start, List<SinkPart> sinks) {
    this.start = start;
    this.sinks = sinks;
  }

  /** Starts them; they wait for whatever is not there. */
  public static GenerationSinks start(
      Place place, int generation, Set<Projection> projections, MeterRegistry registry) {
    SinkStart start = new SinkStart(place, registry);
    List<SinkPart> sinks = new ArrayList<>();
    for (Projection projection : projections) {
      Part part = projection == Projection.DOCUMENTS ? Part.MONGO_SINK : Part.JSONL_SINK;
      sinks.add(SinkPart.start(part, () -> start.sink(projection, generation)));
    }
    return new GenerationSinks(start, sinks);
  }

  /** Ends them in order. */
  @Override
  public void close() {
    sinks.forEach(SinkPart::close);
    start.close();
  }
}
