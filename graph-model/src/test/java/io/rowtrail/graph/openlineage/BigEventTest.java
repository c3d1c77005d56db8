package io.rowtrail.graph.openlineage;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.EventHeader.Mark;
import io.rowtrail.graph.facts.FactsBounds;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.facts.RunFacts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events of many megabytes become facts of bounded size, the rest counted; nothing is lost, since the log has the text. */
class BigEventTest {

    private static final String EVENT = """
            {"eventType":"COMPLETE","eventTime":"2026-01-02T03:04:05Z","producer":"p","schemaURL":"s",
             "job":{"namespace":"n","name":"j"%s},"run":{"runId":"ea041791-68bc-4ae1-bd89-4c8106a157e4"%s},
             "inputs":[%s],"outputs":[%s]}""";

    private final EventReader reader = new EventReader();

    @Test
    void passesOverAHugeTextThatSaysNothingOfStructure() throws IOException {
        String plan = "x".repeat(30_000_000);
        byte[] body = EVENT.formatted(
                        ",\"facets\":{\"sql\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"query\":\"" + plan + "\"}}",
                        "",
                        "",
                        "")
                .getBytes(StandardCharsets.UTF_8);
        Read read = reader.read(new ByteArrayInputStream(body));
        assertThat(read).isInstanceOf(Read.Facts.class);
        RunFacts facts = (RunFacts) ((Read.Facts) read).facts();
        assertThat(facts.header().marks()).isEmpty();
        assertThat(FactsCodec.encode(facts)).hasSizeLessThan(300);
    }

    @Test
    void summarisesColumnLineageWhateverTheOrderOfItsMembers() {
        List<String> fields = new ArrayList<>(IntStream.range(0, 900)
                .mapToObj(i -> "\"c%05d\":{\"inputFields\":[%s]}".formatted(i, sources(i, 60)))
                .toList());
        RunFacts facts = read(columns(fields));
        assertThat(facts.header().marks()).contains(Mark.SUMMARISED);
        assertThat(facts.header().omitted()).isNotNull();
        long kept = facts.outputs().get(0).columns().fields().values().stream()
                .mapToLong(List::size)
                .sum();
        assertThat(kept).isEqualTo(Bounds.SOURCES);
        assertThat(facts.header().omitted().sources()).isEqualTo(900 * 60 - kept);
        Collections.shuffle(fields, new Random(3));
        assertThat(read(columns(fields))).isEqualTo(facts);
    }

    @Test
    void keepsSoManyInputsAndCountsTheRest() {
        RunFacts facts = read(EVENT.formatted("", "", datasets("in", 5_000), ""));
        assertThat(facts.inputs()).hasSize(Bounds.DATASETS);
        assertThat(facts.header().omitted().datasets()).isEqualTo(5_000 - Bounds.DATASETS);
    }

    @Test
    void keepsSoManyPairsOfInputAndOutputAndCountsTheRest() {
        RunFacts few = read(EVENT.formatted("", "", datasets("in", 2_000), datasets("out", 100)));
        assertThat(few.inputs()).hasSize(1_000);
        assertThat(few.outputs()).hasSize(100);
        assertThat(few.header().omitted().datasets()).isEqualTo(1_000);
        RunFacts many = read(EVENT.formatted("", "", datasets("in", 1_000), datasets("out", 1_000)));
        assertThat(many.inputs().size() * many.outputs().size()).isLessThanOrEqualTo(FactsBounds.FLOWS);
        assertThat(many.inputs()).hasSize(316);
        assertThat(many.header().omitted().datasets()).isEqualTo(2 * (1_000 - 316));
    }

    private static String datasets(String name, int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> "{\"namespace\":\"n\",\"name\":\"%s%05d\"}".formatted(name, i))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
    }

    @Test
    void keepsTheFirstColumnsOfAHugeSchemaAndCutsLongTexts() {
        String fields = IntStream.range(0, 15_000)
                .mapToObj(i -> "{\"name\":\"c%05d\",\"type\":\"%s\"}".formatted(i, i == 0 ? "t".repeat(10_000) : "int"))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
        RunFacts facts = read(EVENT.formatted(
                "",
                "",
                "",
                "{\"namespace\":\"n\",\"name\":\"o\",\"facets\":{\"schema\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"fields\":["
                        + fields + "]}}}"));
        assertThat(facts.outputs().get(0).schema().fields()).hasSize(Bounds.FIELDS);
        assertThat(facts.outputs().get(0).schema().fields().get(0).type()).hasSize(Bounds.TEXT);
        assertThat(facts.header().omitted().fields()).isEqualTo(15_000 - Bounds.FIELDS);
        assertThat(facts.header().marks()).contains(Mark.SUMMARISED);
    }

    @Test
    void takesAnArrayOfManyEmptyObjectsWithoutBuildingThem() {
        String owners = "{\"name\":\"a\"},".repeat(1_000_000) + "{\"name\":\"a\"}";
        RunFacts facts = read(EVENT.formatted(
                ",\"facets\":{\"ownership\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"owners\":[" + owners + "]}}",
                "",
                "",
                ""));
        assertThat(facts.header().omitted()).isNull();
    }

    private static String columns(List<String> fields) {
        return EVENT.formatted(
                "",
                "",
                "",
                "{\"namespace\":\"n\",\"name\":\"o\",\"facets\":{\"columnLineage\":{\"_producer\":\"p\",\"_schemaURL\":\"s\",\"fields\":{"
                        + String.join(",", fields) + "}}}}");
    }

    private static String sources(int column, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"namespace\":\"n\",\"name\":\"i\",\"field\":\"f%d_%d\"}".formatted(column, i))
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
    }

    private RunFacts read(String body) {
        Read read = reader.read(body.getBytes(StandardCharsets.UTF_8));
        assertThat(read).isInstanceOf(Read.Facts.class);
        return (RunFacts) ((Read.Facts) read).facts();
    }
}
