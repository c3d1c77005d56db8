package io.rowtrail.service.lineage;

import io.rowtrail.graph.Direction;
import io.rowtrail.graph.Lineage;
import io.rowtrail.graph.LineageQuery;
import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.Page;
import io.rowtrail.graph.PageRequest;
import io.rowtrail.graph.RunView;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.service.http.Params;
import io.rowtrail.service.http.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the two sides of a comparison: a run, the newest run of a deploy, or an instant. */
final class Sides {
    private static final String DEPLOY = "deploy:";
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    /** So many of a job's newest runs are looked through for a deploy. */
    private static final int SEARCHED = 1_000;

    private final LineageReader graph;

    Sides(LineageReader graph) {
        this.graph = graph;
    }

    /** A side. */
    sealed interface Side {
        /** The time it stands for. */
        TimePoint at();
    }

    /** What one run did. */
    record OfRun(RunView run) implements Side {
        @Override
        public TimePoint at() {
            Instant ended = run.endedAt();
            return new TimePoint(ended == null ? run.startedAt() : ended, null);
        }
    }

    /** What was so at an event time. */
    record OfTime(Instant time) implements Side {
        @Override
        public TimePoint at() {
            return new TimePoint(time, null);
        }
    }

    /**
     * Reads a side.
     *
     * @param node what is compared, when told; a deploy is looked for among the runs that made it
     */
    Side read(String parameter, @Nullable String text, @Nullable NodeId node) {
        String given = Params.required(parameter, text);
        if (given.startsWith(DEPLOY)) {
            return new OfRun(deployed(parameter, given.substring(DEPLOY.length()), node));
        }
        if (given.startsWith("run:") || UUID.matcher(given).matches()) {
            return new OfRun(graph.run(Nodes.run(parameter, given))
                    .orElseThrow(
                            () -> Problem.notFound("no such run: " + parameter).exception()));
        }
        try {
            return new OfTime(OffsetDateTime.parse(given).toInstant());
        } catch (DateTimeException e) {
            throw Problem.invalid(parameter, "must be run:<uuid>, deploy:<id> or an RFC 3339 time")
                    .exception();
        }
    }

    private RunView deployed(String parameter, String deploy, @Nullable NodeId node) {
        if (node == null) {
            throw Problem.invalid("nodeId", "is required with a deploy").exception();
        }
        return jobs(node)
                .flatMap(job -> runOf(job, deploy).stream())
                .max(Comparator.comparing(RunView::startedAt))
                .orElseThrow(() -> Problem.notFound(
                                "no run of this deploy among the newest " + SEARCHED + " of a job: " + parameter)
                        .exception());
    }

    private Optional<RunView> runOf(JobId job, String deploy) {
        Page<RunView> runs = graph.runs(job, PageRequest.first(SEARCHED));
        return runs.items().stream()
                .filter(run -> run.code() != null && Objects.equals(run.code().deploy(), deploy))
                .findFirst();
    }

    /** The jobs that ever wrote a dataset, or the job itself. */
    private Stream<JobId> jobs(NodeId node) {
        if (node instanceof JobId job) {
            return Stream.of(job);
        }
        List<Lineage.Node> around = graph.lineage(
                        LineageQuery.of((DatasetId) node, 1, Direction.UPSTREAM).withAttempted())
                .map(Lineage::nodes)
                .orElse(List.of());
        return around.stream()
                .map(Lineage.Node::id)
                .filter(id -> id instanceof JobId)
                .map(id -> (JobId) id);
    }
}
