package io.rowtrail.audit.postgres;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * What a scheduler of {@code jobs} jobs sends, each run telling the whole structure again: 12 KB of OpenLineage with two
 * inputs and an output of 20 columns, and the facts a lineage service keeps of it (8.7 KB).
 */
final class JobEvents {
    private static final int COLUMNS = 20;
    private static final String[] TYPES = {"BIGINT", "VARCHAR", "TIMESTAMP", "DECIMAL(18,2)", "BOOLEAN"};
    private static final String NAMESPACE = "postgres://load.example:5432";
    private static final String BASE =
            "\"_producer\":\"https://example.org/ol-load/1\",\"_schemaURL\":\"https://openlineage.io/spec/facets/";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final int jobs;

    JobEvents(int jobs) {
        this.jobs = jobs;
    }

    /** The event of that number: job by job, round by round. */
    Submission event(int number) {
        int job = number % jobs;
        int round = number / jobs;
        String run = UUID.nameUUIDFromBytes((job + "/" + round).getBytes(StandardCharsets.UTF_8))
                .toString();
        Instant time = START.plusSeconds(3_600L * round).plusMillis(job);
        Subject subject = Subject.of("run.complete", Outcome.OK, "load")
                .run(run)
                .eventTime(time)
                .dataset(NAMESPACE, input(job, 0))
                .dataset(NAMESPACE, input(job, 1))
                .dataset(NAMESPACE, output(job))
                .build();
        return Submission.of(
                "lineage.run", Bytes.utf8(text(job, run, time)), Bytes.utf8(facts(job, run, time)), subject);
    }

    private String input(int job, int which) {
        return "db.c0.l0_t" + (job + which * 7) % jobs;
    }

    private static String output(int job) {
        return "db.c0.l1_t" + job;
    }

    private String text(int job, String run, Instant time) {
        StringBuilder text = new StringBuilder(12_500);
        text.append("{\"eventType\":\"COMPLETE\",\"eventTime\":\"").append(time).append("\",\"run\":{\"runId\":\"");
        text.append(run).append("\",\"facets\":{\"nominalTime\":{").append(BASE);
        text.append("1-0-1/NominalTimeRunFacet.json\",\"nominalStartTime\":\"")
                .append(time)
                .append("\"}}},\"job\":{");
        text.append("\"namespace\":\"load-jobs\",\"name\":\"pipeline.job_")
                .append(job)
                .append("\",\"facets\":{\"sql\":{");
        text.append(BASE)
                .append("1-0-1/SQLJobFacet.json\",\"query\":\"INSERT INTO ")
                .append(output(job));
        text.append(" SELECT * FROM ")
                .append(input(job, 0))
                .append(", ")
                .append(input(job, 1))
                .append("\"}}},\"inputs\":[");
        for (int i = 0; i < 2; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"namespace\":\"")
                    .append(NAMESPACE)
                    .append("\",\"name\":\"");
            text.append(input(job, i)).append("\",\"facets\":{");
            schema(text, BASE + "1-1-1/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet\",");
            text.append("}}");
        }
        text.append("],\"outputs\":[{\"namespace\":\"")
                .append(NAMESPACE)
                .append("\",\"name\":\"")
                .append(output(job));
        text.append("\",\"facets\":{");
        schema(text, BASE + "1-1-1/SchemaDatasetFacet.json#/$defs/SchemaDatasetFacet\",");
        text.append(",\"columnLineage\":{").append(BASE);
        text.append("1-2-0/ColumnLineageDatasetFacet.json#/$defs/ColumnLineageDatasetFacet\",\"fields\":{");
        columns(text, job, "{\"inputFields\":[", "\"transformations\":[{", "\"description\":\"\",", "}]", "]}");
        text.append("}}},\"outputFacets\":{\"outputStatistics\":{").append(BASE);
        text.append("1-0-2/OutputStatisticsOutputDatasetFacet.json\",\"rowCount\":")
                .append(1_000 + job)
                .append("}}}],");
        text.append("\"producer\":\"https://example.org/ol-load/1\",\"schemaURL\":");
        text.append("\"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent\"}");
        return text.toString();
    }

    private String facts(int job, String run, Instant time) {
        StringBuilder facts = new StringBuilder(9_000);
        facts.append("{\"v\":1,\"kind\":\"run\",\"eventTime\":\"")
                .append(time)
                .append("\",\"eventType\":\"COMPLETE\",");
        facts.append("\"run\":\"")
                .append(run)
                .append("\",\"job\":{\"namespace\":\"load-jobs\",\"name\":\"pipeline.job_");
        facts.append(job).append("\"},\"inputs\":[");
        for (int i = 0; i < 2; i++) {
            facts.append(i == 0 ? "" : ",")
                    .append("{\"namespace\":\"")
                    .append(NAMESPACE)
                    .append("\",\"name\":\"");
            facts.append(input(job, i)).append("\",");
            schema(facts, "");
            facts.append('}');
        }
        facts.append("],\"outputs\":[{\"namespace\":\"")
                .append(NAMESPACE)
                .append("\",\"name\":\"")
                .append(output(job));
        facts.append("\",");
        schema(facts, "");
        facts.append(",\"columns\":{");
        columns(facts, job, "[", "", "", "", "]");
        facts.append("},\"statistics\":{\"rows\":\"").append(1_000 + job).append("\"}}]}");
        return facts.toString();
    }

    private static void schema(StringBuilder text, String base) {
        text.append("\"schema\":{").append(base).append("\"fields\":[");
        for (int c = 0; c < COLUMNS; c++) {
            text.append(c == 0 ? "" : ",").append("{\"name\":\"col_").append(c).append("\",\"type\":\"");
            text.append(TYPES[c % TYPES.length]).append("\"}");
        }
        text.append("]}");
    }

    private void columns(
            StringBuilder text, int job, String open, String before, String within, String after, String close) {
        for (int c = 0; c < COLUMNS; c++) {
            text.append(c == 0 ? "" : ",")
                    .append("\"col_")
                    .append(c)
                    .append("\":")
                    .append(open);
            for (int i = 0; i < 2; i++) {
                text.append(i == 0 ? "" : ",")
                        .append("{\"namespace\":\"")
                        .append(NAMESPACE)
                        .append("\",\"name\":\"");
                text.append(input(job, i))
                        .append("\",\"field\":\"col_")
                        .append((c + i) % COLUMNS)
                        .append("\",");
                text.append(before).append("\"type\":\"DIRECT\",\"subtype\":\"");
                text.append(i == 0 ? "IDENTITY" : "TRANSFORMATION")
                        .append("\",")
                        .append(within);
                text.append("\"masking\":false").append(after).append('}');
            }
            text.append(close);
        }
    }
}
