package io.sessionfold.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sessionfold.event.SessionKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleRootTest {
  /** The leaves of the test vectors of Certificate Transparency. */
  private static final String[] LEAVES = {
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f"
  };

  @ParameterizedTest
  @CsvSource({
    "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
  })
  void roots_are_those_of_rfc_6962(int leaves, String expected) {
    MerkleRoot root = new MerkleRoot();
    for (String leaf : List.of(LEAVES).subList(0, leaves)) {
      root.add(HexFormat.of().parseHex(leaf));
    }
    assertThat(root.root()).hasToString(expected);
    assertThat(root.leaves()).isEqualTo(leaves);
  }

  @Test
  void a_root_of_any_size_is_the_recursive_one() {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      leaves.add(new byte[] {(byte) i});
      MerkleRoot root = new MerkleRoot();
      leaves.forEach(root::add);
      assertThat(root.root()).isEqualTo(recursive(leaves));
    }
  }

  private static Digest recursive(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return Digest.of(new byte[] {0}, leaves.get(0));
    }
    int left = Integer.highestOneBit(leaves.size() - 1);
    return Digest.of(
        new byte[] {1},
        recursive(leaves.subList(0, left)).bytes(),
        recursive(leaves.subList(left, leaves.size())).bytes());
  }

  @Test
  void another_session_digest_place_or_number_gives_another_root() {
    Digest one = Digest.of(new byte[] {1});
    Digest two = Digest.of(new byte[] {2});
    List<Digest> roots =
        List.of(
            root("a", one),
            root("b", one),
            root("a", two),
            root("a", one, "b", two),
            root("a", two, "b", one),
            root("a", one, "b", two, "c", two),
            MerkleRoot.ofPartitions(List.of(root("a", one))),
            MerkleRoot.ofPartitions(List.of(root("a", one), new MerkleRoot().root())),
            MerkleRoot.ofPartitions(List.of(new MerkleRoot().root(), root("a", one))));
    assertThat(roots).doesNotHaveDuplicates();
  }

  private static Digest root(Object... keysAndDigests) {
    MerkleRoot root = new MerkleRoot();
    for (int i = 0; i < keysAndDigests.length; i += 2) {
      root.add(SessionKey.of((String) keysAndDigests[i]), (Digest) keysAndDigests[i + 1]);
    }
    return root.root();
  }

  @Test
  void a_leaf_is_what_the_documentation_says() {
    SessionKey key = SessionKey.of("é");
    Digest digest = Digest.of(new byte[] {7});
    MerkleRoot root = new MerkleRoot();
    root.add(key, digest);
    byte[] utf8 = "default/é".getBytes(StandardCharsets.UTF_8);
    assertThat(root.root()).isEqualTo(Digest.of(new byte[] {0, 0, 0, 0, 10}, utf8, digest.bytes()));
  }

  @Test
  void sessions_come_in_the_order_of_their_bytes() {
    Digest digest = Digest.of();
    MerkleRoot root = new MerkleRoot();
    root.add(SessionKey.of("\uff5e"), digest);
    // Below it in UTF-16, above it in UTF-8.
    root.add(SessionKey.of("\ud83d\ude00"), digest);
    assertThatThrownBy(() -> root.add(SessionKey.of("a"), digest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("default/a");
  }

  @Test
  void a_digest_is_its_bytes() {
    Digest digest = Digest.of("abc".getBytes(StandardCharsets.US_ASCII));
    assertThat(digest)
        .hasToString("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        .isEqualTo(Digest.ofBytes(digest.bytes()));
    assertThat(digest.compareTo(Digest.of())).isNegative();
    assertThatThrownBy(() -> Digest.ofBytes(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
