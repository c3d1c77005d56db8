package io.rowtrail.graph.neo4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.fold.Edge;
import io.rowtrail.graph.fold.EdgeSource.Found;
import io.rowtrail.graph.neo4j.EdgeMemory.Beside;
import io.rowtrail.graph.neo4j.EdgeMemory.Kept;
import io.rowtrail.graph.neo4j.EdgeMemory.Way;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EdgeMemoryTest {

    private static final DatasetId A = new DatasetId("ns", "a");
    private static final DatasetId B = new DatasetId("ns", "b");
    private static final JobId JOB = new JobId("ns", "job");
    private static final EdgeFacts FACTS =
            new EdgeFacts(Effect.EFFECTIVE, Instant.EPOCH, null, Instant.EPOCH, List.of());

    private final EdgeMemory memory = new EdgeMemory(10);

    private static Beside reads(DatasetId dataset) {
        return new Beside(
                List.of(new Found(new Edge.Read(dataset, JOB), Effect.EFFECTIVE, () -> FACTS)), List.of(), false);
    }

    @Test
    void knowsWhatWasReadOfTheSameStructure() {
        memory.of("one").keep(Map.of(A, reads(A)), Way.OUT);
        assertThat(memory.of("one").known(List.of(A, B), Way.OUT)).containsOnlyKeys(A);
        assertThat(memory.of("one").known(List.of(A), Way.IN)).isEmpty();
    }

    @Test
    void knowsNothingOfAnotherStructure() {
        memory.of("one").keep(Map.of(A, reads(A)), Way.OUT);
        assertThat(memory.of("two").known(List.of(A), Way.OUT)).isEmpty();
        assertThat(memory.of("one").known(List.of(A), Way.OUT)).isEmpty();
    }

    @Test
    void whatIsReadLateOfAFormerStructureIsFoundByNobodyElse() {
        Kept late = memory.of("one");
        Kept now = memory.of("two");
        late.keep(Map.of(A, reads(A)), Way.OUT);
        assertThat(now.known(List.of(A), Way.OUT)).isEmpty();
        assertThat(memory.of("two").known(List.of(A), Way.OUT)).isEmpty();
    }

    @Test
    void beginsAnewWhenItIsFull() {
        Kept kept = memory.of("one");
        for (int i = 0; i < 100; i++) {
            DatasetId dataset = new DatasetId("ns", "d" + i);
            kept.keep(Map.of(dataset, reads(dataset)), Way.OUT);
            kept.keep(Map.of(new Edge.Write(JOB, dataset), FACTS));
            assertThat(kept.known(List.of(dataset), Way.OUT)).containsKey(dataset);
        }
        assertThat(kept.known(List.of(new DatasetId("ns", "d0")), Way.OUT)).isEmpty();
    }
}
