package io.sessionfold.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class PartitionVectorsTest {
  @Test
  void the_golden_vectors_are_kafkas_partitions() throws Exception {
    List<PartitionVectors.Vector> vectors = PartitionVectors.read();
    assertThat(vectors).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    for (PartitionVectors.Vector v : vectors) {
      byte[] key = v.session().toString().getBytes(StandardCharsets.UTF_8);
      assertThat((long) Utils.murmur2(key)).as(v.session().toString()).isEqualTo(v.murmur2());
      assertThat(BuiltInPartitioner.partitionForKey(key, 4)).isEqualTo(v.of4());
      assertThat(BuiltInPartitioner.partitionForKey(key, 24)).isEqualTo(v.of24());
    }
  }

  @Test
  void the_golden_vectors_reach_every_partition_of_4() throws Exception {
    assertThat(PartitionVectors.read())
        .extracting(PartitionVectors.Vector::of4)
        .contains(0, 1, 2, 3);
  }
}
