package dev.rondo.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesTest {
  @Test
  void nearestIsWithinHalfTheLength() {
    assertThat(Names.nearest("epoch", List.of("batch", "epochs"))).contains("epochs");
    assertThat(Names.nearest("PRICE", List.of("price", "id"))).contains("price");
    assertThat(Names.nearest("zzzz", List.of("batch", "epochs"))).isEmpty();
  }

  @Test
  void withoutANearOneTheKnownOnesAreListed() {
    assertThat(Names.suggest("zzzz", "columns", List.of("a", "b")))
        .isEqualTo("the columns are 'a', 'b'");
  }
}
