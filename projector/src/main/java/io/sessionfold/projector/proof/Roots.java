package io.sessionfold.projector.proof;

import io.sessionfold.event.SessionKey;
import io.sessionfold.proof.Digest;
import io.sessionfold.proof.MerkleRoot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * What a source says, in one digest for each partition and one for all.
 *
 * @param generation over the roots of the partitions
 * @param partitions by number
 */
public record Roots(Digest generation, List<Digest> partitions) {
  /** Copies the list. */
  public Roots {
    partitions = List.copyOf(partitions);
  }

  /** Of entries in order; those that could not be read have no leaf. */
  static Roots of(
      Iterator<Map<Source, Entry>> rows, int partitions, ToIntFunction<SessionKey> partition) {
    List<MerkleRoot> roots = new ArrayList<>();
    Stream.generate(MerkleRoot::new).limit(partitions).forEach(roots::add);
    while (rows.hasNext()) {
      for (Entry entry : rows.next().values()) {
        Digest digest = entry.digest();
        if (digest != null) {
          SessionKey session = entry.session();
          roots.get(partition.applyAsInt(session)).add(session, digest);
        }
      }
    }
    List<Digest> done = roots.stream().map(MerkleRoot::root).toList();
    return new Roots(MerkleRoot.ofPartitions(done), done);
  }
}
