package io.rowtrail.graph.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.Fixtures;
import io.rowtrail.graph.facts.DatasetFacts;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.DatasetMention.Break;
import io.rowtrail.graph.facts.DatasetMention.RowTags;
import io.rowtrail.graph.facts.DatasetMention.SnapshotPin;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.facts.JobFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunFacts;
import io.rowtrail.graph.facts.RunId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {

    private static final String RUN = """
            {"eventType":"COMPLETE","eventTime":"2026-01-02T03:04:05.123456789Z","producer":"https://p","schemaURL":"https://s",
             "run":{"runId":"EA041791-68BC-4AE1-BD89-4C8106A157E4"},"job":{"namespace":"n","name":"j"}%s}""";

    @Test
    void keepsEveryDigitOfTheTimeAndLowersTheRunId() {
        RunFacts facts = (RunFacts) facts(RUN.formatted(""));
        assertThat(facts.eventTime()).isEqualTo(Instant.parse("2026-01-02T03:04:05.123456789Z"));
        assertThat(facts.run()).isEqualTo(new RunId("ea041791-68bc-4ae1-bd89-4c8106a157e4"));
        assertThat(facts.header().marks()).isEmpty();
    }

    @Test
    void marksWhatRealProducersLeaveOut() {
        EventFacts facts = facts("""
                {"eventTime":"2026-01-02T03:04:05","job":{"namespace":"n","name":"j","facets":{"mine":{}}},
                 "run":{"runId":"ea041791-68bc-4ae1-bd89-4c8106a157e4"},"unknown":[1]}""");
        assertThat(facts.header().marks())
                .containsExactlyInAnyOrder(
                        Mark.ASSUMED_UTC, Mark.NO_PRODUCER, Mark.NO_SCHEMA_URL, Mark.NO_EVENT_TYPE, Mark.BARE_FACET);
    }

    @Test
    void tellsTheThreeEventTypesApart() {
        assertThat(facts(RUN.formatted(""))).isInstanceOf(RunFacts.class);
        assertThat(facts("{\"eventTime\":\"2026-01-02T03:04:05Z\",\"job\":{\"namespace\":\"n\",\"name\":\"j\"}}"))
                .isInstanceOf(JobFacts.class);
        assertThat(facts("{\"eventTime\":\"2026-01-02T03:04:05Z\",\"dataset\":{\"namespace\":\"n\",\"name\":\"d\"}}"))
                .isInstanceOf(DatasetFacts.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                                                                        | ``",
                "[]                                                                                       | ``",
                "{\"eventTime\":\"2026-01-02T03:04:05Z\"}                                                 | ``",
                "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventTime\":\"2026-01-02T03:04:05Z\"}          | ``",
                "{\"eventTime\":\"yesterday\",\"job\":{\"namespace\":\"n\",\"name\":\"j\"}}                | /eventTime",
                "{\"eventTime\":\"2026-02-30T03:04:05Z\",\"job\":{\"namespace\":\"n\",\"name\":\"j\"}}     | /eventTime",
                "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"job\":{\"namespace\":\"n\"}}                    | /job/name",
                "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"job\":[]}                                       | /job",
                "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"run\":{\"runId\":\"7\"},\"job\":{}}             | /run/runId",
                "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"run\":null,\"job\":{}}                          | /run",
            })
    void refusesWithAPointer(String body, String pointer) {
        Read read = new EventReader().read(body.getBytes(StandardCharsets.UTF_8));
        assertThat(read).isInstanceOf(Read.Rejected.class);
        assertThat(((Read.Rejected) read).pointer()).isEqualTo(pointer);
        assertThat(((Read.Rejected) read).reason()).isNotEmpty().doesNotContain("yesterday");
    }

    @Test
    void pointsIntoFacetsOfOutputs() {
        String body = RUN.formatted(
                ",\"outputs\":[{\"namespace\":\"n\",\"name\":\"o\",\"facets\":{\"columnLineage\":{\"fields\":"
                        + "{\"a/b\":{\"inputFields\":[{\"namespace\":\"n\",\"name\":\"i\"}]}}}}}]");
        Read read = new EventReader().read(body.getBytes(StandardCharsets.UTF_8));
        assertThat(read)
                .isEqualTo(new Read.Rejected(
                        "/outputs/0/facets/columnLineage/fields/a~1b/inputFields/0/field", "is required"));
    }

    @Test
    void readsOurFacets() {
        RunFacts facts = (RunFacts)
                facts(
                        RUN.formatted("""
                        ,"outputs":[{"namespace":"n","name":"o","outputFacets":{
                          "rowtrail_tags":{"_producer":"p","_schemaURL":"s","rows":5,"tagged":4,"exact":4,"truncated":0,
                            "unknown":{"Generate":1},"ordinals":{"min":"7","max":"9"},"guarantee":"closed",
                            "breaks":[{"operator":"Sample","reason":"r","rows":"2"},{"operator":"MapElements","reason":"r"},{"reason":"r"}]},
                          "rowtrail_snapshot":{"_producer":"p","_schemaURL":"s","snapshotId":42,"completeThrough":"9"}}}]""")
                                .replace(
                                        "157E4\"}",
                                        "157E4\",\"facets\":{\"rowtrail_trace\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"deployId\":\"v2\"}}}"));
        assertThat(facts.code()).isEqualTo(new RunFacts.CodeVersion("v2", null, null));
        assertThat(facts.outputs().get(0).tags())
                .isEqualTo(new RowTags(
                        5L,
                        4L,
                        4L,
                        0L,
                        1L,
                        7L,
                        9L,
                        "closed",
                        List.of(new Break("Generate", 1L), new Break("MapElements", null), new Break("Sample", 2L))));
        assertThat(facts.outputs().get(0).snapshot()).isEqualTo(new SnapshotPin("42", 9L, null));
    }

    @Test
    void aDeletedFacetNeedNotHaveItsForm() {
        RunFacts facts = (RunFacts) facts(RUN.formatted(",\"outputs\":[{\"namespace\":\"n\",\"name\":\"o\",\"facets\":"
                + "{\"schema\":{\"fields\":[{\"name\":7,\"x\":[{}]}],\"y\":{\"z\":[1]},\"_deleted\":true}}}]"));
        assertThat(facts.outputs().get(0).deletedFacets()).containsExactly("schema");
    }

    @Test
    void readsDependenciesAndWhatAConditionSpeaksOf() {
        RunFacts facts = (RunFacts)
                facts(
                        RUN.formatted("""
                        ,"inputs":[{"namespace":"n","name":"i","inputFacets":{"subset":{"_producer":"p","_schemaURL":"s",
                          "inputCondition":{"type":"binary","operator":"AND",
                            "left":{"type":"compare","comparison":"EQUAL","left":{"type":"field","field":"day"},"right":{"type":"literal","value":"secret"}},
                            "right":{"type":"partition","partitions":[{"dimensions":{"city":"secret"}},{"dimensions":{"city":"b"}}]}}}}}]""")
                                .replace(
                                        "157E4\"}",
                                        "157E4\",\"facets\":{\"jobDependencies\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"upstream\":[{\"job\":"
                                                + "{\"namespace\":\"n\",\"name\":\"up\"},\"dependency_type\":\"IMPLICIT_DEPENDENCY\"}]}}}"));
        assertThat(facts.dependencies())
                .containsExactly(new RunFacts.JobDependency(
                        RunFacts.JobDependency.Side.UPSTREAM, new JobId("n", "up"), null, "IMPLICIT_DEPENDENCY"));
        assertThat(facts.inputs().get(0).subset())
                .isEqualTo(new DatasetMention.Subset("binary", List.of("city", "day"), 3));
        assertThat(new String(FactsCodec.encode(facts), StandardCharsets.UTF_8)).doesNotContain("secret");
    }

    @Test
    void handlesTheValidAndInvalidFixturesAsTheirNamesSay() {
        for (Path file : Fixtures.children(Fixtures.openLineage().resolve("events/valid-invalid"))) {
            Read read = new EventReader().read(Fixtures.bytes(file));
            String name = file.getFileName().toString();
            if (name.contains("invalid") || name.contains("no_run_id")) {
                assertThat(read).as(name).isInstanceOf(Read.Rejected.class);
                assertThat(((Read.Rejected) read).pointer()).as(name).isNotEmpty();
            } else {
                assertThat(read).as(name).isInstanceOf(Read.Facts.class);
            }
        }
    }

    @Test
    void refusesTheFixtureWhoseRunIdIsNoUuid() {
        Path file = Fixtures.openLineage().resolve("events/simple_run_event/simple_run_event.json");
        assertThat(new EventReader().read(Fixtures.bytes(file)))
                .isEqualTo(new Read.Rejected("/run/runId", "must be a UUID"));
    }

    @Test
    void readsEveryFixtureSequenceAndTheCodecKeepsIt() {
        Fixtures.sequences().forEach((name, events) -> {
            for (EventFacts facts : events) {
                byte[] bytes = FactsCodec.encode(facts);
                assertThat(FactsCodec.decode(bytes)).as(name).isEqualTo(facts);
                assertThat(FactsCodec.encode(FactsCodec.decode(bytes))).as(name).isEqualTo(bytes);
            }
        });
    }

    @Test
    void acceptsEveryFacetFixtureAtItsEntity() {
        Path tests = Fixtures.openLineage().resolve("spec/tests");
        int seen = 0;
        for (Path folder : Fixtures.children(tests)) {
            if (!folder.toFile().isDirectory()) {
                continue;
            }
            for (Path file : Fixtures.children(folder)) {
                String facets = new String(Fixtures.bytes(file), StandardCharsets.UTF_8);
                for (String body : placed(
                        folder.getFileName().toString(), file.getFileName().toString(), facets)) {
                    assertThat(new EventReader().read(body.getBytes(StandardCharsets.UTF_8)))
                            .as(file.toString())
                            .isInstanceOf(Read.Facts.class);
                }
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(40);
        assertThat(Fixtures.read(tests.resolve("example_full_event.json"))).isNotNull();
    }

    private static List<String> placed(String facet, String file, String facets) {
        if (facet.equals("LineageFacet")) {
            return List.of(facets.contains("\"entries\"") ? atJob(facets) : atOutput("facets", facets));
        }
        if (facet.endsWith("RunFacet")) {
            return List.of(RUN.formatted("").replace("157E4\"}", "157E4\",\"facets\":" + facets + "}"));
        }
        if (facet.endsWith("JobFacet")) {
            return List.of(atJob(facets));
        }
        if (facet.endsWith("InputDatasetFacet")) {
            return List.of(
                    RUN.formatted(",\"inputs\":[{\"namespace\":\"n\",\"name\":\"i\",\"inputFacets\":" + facets + "}]"));
        }
        if (facet.endsWith("OutputDatasetFacet")) {
            return List.of(atOutput("outputFacets", facets));
        }
        assertThat(facet).as(file).endsWith("DatasetFacet");
        return List.of(
                atOutput("facets", facets),
                "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"dataset\":{\"namespace\":\"n\",\"name\":\"d\",\"facets\":"
                        + facets + "}}");
    }

    private static String atJob(String facets) {
        return RUN.formatted("").replace("\"name\":\"j\"}", "\"name\":\"j\",\"facets\":" + facets + "}");
    }

    private static String atOutput(String member, String facets) {
        return RUN.formatted(",\"outputs\":[{\"namespace\":\"n\",\"name\":\"o\",\"" + member + "\":" + facets + "}]");
    }

    private static EventFacts facts(String body) {
        Read read = new EventReader().read(body.getBytes(StandardCharsets.UTF_8));
        assertThat(read).isInstanceOf(Read.Facts.class);
        return ((Read.Facts) read).facts();
    }
}
