package io.rowtrail.service.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.audit.LogName;
import io.rowtrail.graph.memory.InMemoryLineageGraph;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphProjectionTest {
    private final InMemoryLineageGraph graph = new InMemoryLineageGraph(Clock.systemUTC());

    private static FollowedEntry entry(long index) {
        return new FollowedEntry(
                EntryName.of(LogName.parse("default"), index), "changes", Instant.EPOCH, Bytes.utf8("{}"));
    }

    @Test
    void aFormerLeaderWritesNothingMore() {
        GraphProjection former = new GraphProjection("default", graph, (log, places) -> {});
        former.lead(1);
        former.apply(List.of(entry(0)));
        GraphProjection now = new GraphProjection("default", graph, (log, places) -> {});
        now.lead(2);
        now.apply(List.of(entry(1)));

        assertThatThrownBy(() -> former.apply(List.of(entry(2))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("epoch 2");
        assertThat(now.position()).isEqualTo(2);
        now.apply(List.of(entry(2), entry(3)));
        assertThat(now.position()).isEqualTo(4);
    }

    @Test
    void aStretchThatDoesNotBeginAtThePositionIsRefused() {
        GraphProjection projection = new GraphProjection("default", graph, (log, places) -> {});
        projection.lead(1);

        assertThatThrownBy(() -> projection.apply(List.of(entry(3)))).isInstanceOf(IllegalStateException.class);
        assertThat(projection.position()).isZero();
    }
}
