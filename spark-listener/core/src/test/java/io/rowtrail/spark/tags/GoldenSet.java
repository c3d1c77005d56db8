package io.rowtrail.spark.tags;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rowtrail.spark.current.ChangeHistory;
import io.rowtrail.spark.tags.AbsentQuery.Answer;
import io.rowtrail.spark.tags.AbsentQuery.Found;
import io.rowtrail.tags.TagSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.sql.SparkSession;

/** The published cases of {@code docs/golden}: histories of changes, queries, and each row's tags and absence. */
final class GoldenSet {
    private static final int HISTORIES = 8;
    private static final int MOST_ROWS = 12;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SparkSession session;
    private final Duck duck;

    GoldenSet(SparkSession session, Duck duck) {
        this.session = session;
        this.duck = duck;
    }

    /** The lines of the published cases; none where they are not beside the sources. */
    static List<String> published() throws IOException {
        Path file = folder().resolve("cases.ndjson");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private static Path folder() {
        Path here = Path.of("").toAbsolutePath();
        while (here.getParent() != null && !Files.isDirectory(here.resolve("docs/adr"))) {
            here = here.getParent();
        }
        return here.resolve("docs/golden");
    }

    /** Writes the histories, and the first {@code count} cases that keep what the oracle of absence asks. */
    void publish(int count) throws IOException {
        AbsenceOracle oracle = new AbsenceOracle(session, duck);
        List<String> lines = new ArrayList<>();
        for (int number = 0; lines.size() < count; number++) {
            AbsenceOracle.Tally tally = new AbsenceOracle.Tally();
            Optional<String> failure = oracle.check(made(number), tally);
            if (failure.isPresent()) {
                throw new IllegalStateException("case " + number + ": " + failure.get());
            }
            if (tally.cases == 1 && tally.live > 0 && tally.live <= MOST_ROWS && tally.undetermined == 0) {
                line(number).ifPresent(lines::add);
            }
        }
        Files.createDirectories(folder());
        Files.write(folder().resolve("cases.ndjson"), lines);
        Files.write(
                folder().resolve("histories.ndjson"),
                LongStream.range(0, HISTORIES).mapToObj(GoldenSet::history).toList());
    }

    /** The case of a published line, made again. */
    Optional<String> again(String published) throws IOException {
        return line(JSON.readTree(published).get("case").intValue());
    }

    /** Every third case is two jobs, the first in the place of the table that it writes. */
    private static OracleCase made(int number) {
        Random random = new Random(number);
        return new OracleCase(
                number % HISTORIES,
                number % 3 == 0 ? RandomSql.steps(random.nextLong(), 1) : List.of(),
                RandomSql.steps(random.nextLong(), 1 + number % 3));
    }

    private Optional<String> line(int number) {
        OracleCase origin = made(number);
        Map<String, Stored> tables = origin.tables(Set.of());
        AbsenceOracle.Question question = AbsenceOracle.question(origin, new HashMap<>(tables));
        AbsentQuery query = AbsentQuery.over(session, origin.histories(), tables.get("u"));
        Answer answer = query.withGhosts(query.analysed(question.spark()), Integer.MAX_VALUE - 1);
        if (answer.verdict().absence() != Verdict.AbsenceExactness.EXACT) {
            return Optional.empty();
        }
        List<Object> rows = new ArrayList<>();
        answer.rows().stream()
                .filter(Found::live)
                .sorted(Comparator.comparing(Found::toString))
                .forEach(row -> rows.add(told(row)));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("case", number);
        line.put("history", origin.seed());
        line.put("jobs", origin.composed() ? 2 : 1);
        line.put("spark", question.spark());
        line.put("duckdb", question.duck());
        line.put("rows", rows);
        return Optional.of(json(line));
    }

    private static Map<String, Object> told(Found row) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put(
                "values",
                row.values().stream().map(value -> value.equals("null") ? null : value).toList());
        told.put("tags", ordinals(row.tags()));
        told.put("absence", ordinals(row.absence()));
        return told;
    }

    private static List<Long> ordinals(TagSet set) {
        return Arrays.stream(set.ordinals()).boxed().toList();
    }

    private static String history(long seed) {
        OracleCase origin = new OracleCase(seed, List.of(), List.of());
        Map<String, Object> tables = new TreeMap<>();
        origin.histories().forEach((name, history) -> tables.put(
                name, history.changes().stream().map(GoldenSet::change).toList()));
        tables.put(
                "u",
                origin.tables(Set.of()).get("u").rows().stream()
                        .map(Stored.Row::values)
                        .toList());
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("history", seed);
        line.put("tables", tables);
        return json(line);
    }

    private static List<Object> change(ChangeHistory.Change change) {
        return Arrays.asList(
                change.op(),
                change.tx(),
                change.seq(),
                change.a(),
                change.b(),
                change.value(),
                change.amount());
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
