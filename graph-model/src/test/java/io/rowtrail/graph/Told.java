package io.rowtrail.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.graph.facts.ColumnRef;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.graph.openlineage.EventReader;
import io.rowtrail.graph.openlineage.Read;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What the rules tell graphs of: small events, written as producers write them. */
final class Told {

    static final String NAMESPACE = "db://host:1";
    static final DatasetId A = new DatasetId(NAMESPACE, "a");
    static final DatasetId B = new DatasetId(NAMESPACE, "b");
    static final DatasetId C = new DatasetId(NAMESPACE, "c");
    static final DatasetId D = new DatasetId(NAMESPACE, "d");
    static final JobId ETL = new JobId("jobs", "etl");
    static final String RUN = "00000000-0000-4000-8000-00000000000%d";

    private Told() {}

    static ColumnRef column(DatasetId dataset, String field) {
        return new ColumnRef(dataset, field);
    }

    static RunId id(int run) {
        return new RunId(RUN.formatted(run));
    }

    static Instant time(int second) {
        return Instant.parse("2026-03-01T00:00:00Z").plusSeconds(second);
    }

    /** An event of the job {@code etl}; names may be empty. */
    static EventFacts run(int run, String type, int second, String input, String output) {
        return full(run, type, second, "etl", "{}", "{}", dataset(input), dataset(output));
    }

    /** An event with the job's and the run's facets and whole datasets. */
    static EventFacts full(
            int run,
            String type,
            int second,
            String job,
            String jobFacets,
            String runFacets,
            String inputs,
            String outputs) {
        return event("""
                {"eventType":"%s","eventTime":"%s","run":{"runId":"%s","facets":%s},
                 "job":{"namespace":"jobs","name":"%s","facets":%s},
                 "producer":"p","schemaURL":"s","inputs":[%s],"outputs":[%s]}""".formatted(type, time(second), RUN.formatted(run), runFacets, job, jobFacets, inputs, outputs));
    }

    /** A job event of the job {@code etl}. */
    static EventFacts statement(int second, String input, String output) {
        return event("""
                {"eventTime":"%s","job":{"namespace":"jobs","name":"etl"},
                 "producer":"p","schemaURL":"s","inputs":[%s],"outputs":[%s]}""".formatted(time(second), dataset(input), dataset(output)));
    }

    /** A dataset event. */
    static EventFacts dataset(int second, String name, String facets) {
        return event("""
                {"eventTime":"%s","producer":"p","schemaURL":"s","dataset":%s}""".formatted(time(second), dataset(name, facets)));
    }

    /** A completed run that wrote {@code b.revenue} from a column of {@code a}, filtered by {@code a.sold_on}. */
    static EventFacts columns(int run, int second, String source, String subtype) {
        return full(
                run, "COMPLETE", second, "etl", "{}", "{}", dataset("a"), dataset("b", """
                {"columnLineage":{
                   "fields":{"revenue":{"inputFields":[{"namespace":"db://host:1","name":"a","field":"%s",
                     "transformations":[{"type":"DIRECT","subtype":"%s","description":"","masking":false}]}]}},
                   "dataset":[{"namespace":"db://host:1","name":"a","field":"sold_on",
                     "transformations":[{"type":"INDIRECT","subtype":"FILTER"}]}]}}""".formatted(source, subtype)));
    }

    static String dataset(String name) {
        return name.isEmpty() ? "" : dataset(name, "{}");
    }

    static String dataset(String name, String facets) {
        return "{\"namespace\":\"db://host:1\",\"name\":\"" + name + "\",\"facets\":" + facets + "}";
    }

    /** The facet by which a dataset claims another name. */
    static String symlink(String name) {
        return "{\"symlinks\":{\"identifiers\":[{\"namespace\":\"db://host:1\",\"name\":\"" + name
                + "\",\"type\":\"TABLE\"}]}}";
    }

    /** The facet of a change of life; the former name may be empty. */
    static String life(String change, String previous) {
        return "{\"lifecycleStateChange\":{\"lifecycleStateChange\":\"" + change + "\""
                + (previous.isEmpty() ? "" : ",\"previousIdentifier\":" + dataset(previous)) + "}}";
    }

    static EventFacts event(String json) {
        Read read = new EventReader().read(json.getBytes(StandardCharsets.UTF_8));
        assertThat(read).isInstanceOf(Read.Facts.class);
        return ((Read.Facts) read).facts();
    }
}
