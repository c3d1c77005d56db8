package io.rowtrail.graph.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.graph.facts.DatasetMention.Statistics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The log hashes these bytes: a change of any vector here needs a new version of the form. */
class FactsCodecTest {

    private static final DatasetId IN = new DatasetId("db://h:1", "s.in");
    private static final DatasetId OUT = new DatasetId("iceberg://lake", "gold.out");

    private static RunFacts run() {
        Transformation sum = new Transformation("DIRECT", "AGGREGATION", "sum(x)", false);
        DatasetMention out = new DatasetMention(
                OUT,
                new Schema(List.of(new Schema.Field("total", "decimal", List.of()))),
                "42",
                new ColumnLineage(
                        Map.of("total", List.of(new ColumnLineage.Source(new ColumnRef(IN, "x"), sum))),
                        List.of(new ColumnLineage.Source(
                                new ColumnRef(IN, "day"), new Transformation("INDIRECT", "FILTER", "", null)))),
                List.of(),
                null,
                List.of(),
                new Statistics(3L, null, null),
                null,
                null,
                null,
                List.of());
        return new RunFacts(
                EventHeader.of(Instant.parse("2026-01-02T03:04:05.000000006Z"), "https://p", List.of()),
                RunEventType.COMPLETE,
                new RunId("ea041791-68bc-4ae1-bd89-4c8106a157e4"),
                JobMention.of(new JobId("default", "gold")),
                null,
                null,
                false,
                new RunFacts.CodeVersion("v1", null, null),
                List.of(),
                List.of(DatasetMention.of(IN)),
                List.of(out));
    }

    @Test
    void writesTheBytesOfVersionOne() {
        assertThat(new String(FactsCodec.encode(run()), StandardCharsets.UTF_8))
                .isEqualTo("{\"v\":1,\"kind\":\"run\",\"eventTime\":\"2026-01-02T03:04:05.000000006Z\","
                        + "\"producer\":\"https://p\",\"eventType\":\"COMPLETE\","
                        + "\"run\":\"ea041791-68bc-4ae1-bd89-4c8106a157e4\","
                        + "\"job\":{\"namespace\":\"default\",\"name\":\"gold\"},\"code\":{\"deploy\":\"v1\"},"
                        + "\"inputs\":[{\"namespace\":\"db://h:1\",\"name\":\"s.in\"}],"
                        + "\"outputs\":[{\"namespace\":\"iceberg://lake\",\"name\":\"gold.out\","
                        + "\"schema\":[{\"name\":\"total\",\"type\":\"decimal\"}],\"version\":\"42\","
                        + "\"columns\":{\"fields\":{\"total\":[{\"namespace\":\"db://h:1\",\"name\":\"s.in\","
                        + "\"field\":\"x\",\"type\":\"DIRECT\",\"subtype\":\"AGGREGATION\","
                        + "\"description\":\"sum(x)\",\"masking\":false}]},"
                        + "\"dataset\":[{\"namespace\":\"db://h:1\",\"name\":\"s.in\",\"field\":\"day\","
                        + "\"type\":\"INDIRECT\",\"subtype\":\"FILTER\"}]},\"statistics\":{\"rows\":\"3\"}}]}");
    }

    @Test
    void readsWhatItWrites() {
        assertThat(FactsCodec.decode(FactsCodec.encode(run()))).isEqualTo(run());
    }

    @Test
    void refusesBytesOfAnotherVersion() {
        assertThatThrownBy(() -> FactsCodec.decode("{\"v\":4}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhatVersionOneCannotInVersionTwo() {
        RunFacts one = run();
        DatasetMention part = new DatasetMention(
                IN,
                null,
                null,
                null,
                List.of(),
                null,
                List.of(),
                null,
                null,
                new DatasetMention.SnapshotPin("8", 4L, 3L),
                new DatasetMention.Subset("partition", List.of("day", "city"), 2),
                List.of());
        RunFacts two = new RunFacts(
                new EventHeader(
                        one.eventTime(),
                        "https://p",
                        List.of(EventHeader.Mark.SUMMARISED),
                        new EventHeader.Omitted(1, 2, 3)),
                one.type(),
                one.run(),
                one.job(),
                null,
                null,
                false,
                null,
                List.of(new RunFacts.JobDependency(
                        RunFacts.JobDependency.Side.UPSTREAM, new JobId("default", "silver"), one.run(), "IMPLICIT")),
                List.of(part),
                List.of());
        assertThat(new String(FactsCodec.encode(two), StandardCharsets.UTF_8))
                .isEqualTo("{\"v\":2,\"kind\":\"run\",\"eventTime\":\"2026-01-02T03:04:05.000000006Z\","
                        + "\"producer\":\"https://p\",\"marks\":[\"SUMMARISED\"],"
                        + "\"omitted\":{\"datasets\":\"1\",\"fields\":\"2\",\"sources\":\"3\"},"
                        + "\"eventType\":\"COMPLETE\",\"run\":\"ea041791-68bc-4ae1-bd89-4c8106a157e4\","
                        + "\"job\":{\"namespace\":\"default\",\"name\":\"gold\"},"
                        + "\"dependencies\":[{\"side\":\"UPSTREAM\",\"namespace\":\"default\",\"name\":\"silver\","
                        + "\"run\":\"ea041791-68bc-4ae1-bd89-4c8106a157e4\",\"type\":\"IMPLICIT\"}],"
                        + "\"inputs\":[{\"namespace\":\"db://h:1\",\"name\":\"s.in\","
                        + "\"snapshot\":{\"snapshotId\":\"8\",\"completeThrough\":\"4\",\"sequence\":\"3\"},"
                        + "\"subset\":{\"kind\":\"partition\",\"fields\":[\"city\",\"day\"],\"parts\":2}}]}");
        assertThat(FactsCodec.decode(FactsCodec.encode(two))).isEqualTo(two);
    }

    @Test
    void saysWhatOperatorsTagsDidNotPassInVersionThree() {
        RunFacts one = run();
        DatasetMention.RowTags tags = new DatasetMention.RowTags(
                3L,
                2L,
                2L,
                0L,
                1L,
                7L,
                9L,
                "broken",
                List.of(new DatasetMention.Break("MapElements", 1L), new DatasetMention.Break("Generate", null)));
        DatasetMention output = new DatasetMention(
                OUT, null, null, null, List.of(), null, List.of(), null, tags, null, null, List.of());
        RunFacts three = new RunFacts(
                new EventHeader(one.eventTime(), "https://p", List.of(), null),
                one.type(),
                one.run(),
                one.job(),
                null,
                null,
                false,
                null,
                List.of(),
                List.of(),
                List.of(output));
        assertThat(new String(FactsCodec.encode(three), StandardCharsets.UTF_8))
                .startsWith("{\"v\":3,")
                .contains("\"guarantee\":\"broken\",\"breaks\":[{\"operator\":\"Generate\"},"
                        + "{\"operator\":\"MapElements\",\"rows\":\"1\"}]");
        assertThat(FactsCodec.decode(FactsCodec.encode(three))).isEqualTo(three);
    }
}
