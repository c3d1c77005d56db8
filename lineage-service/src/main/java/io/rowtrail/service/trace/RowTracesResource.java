package io.rowtrail.service.trace;

import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.WhileThere;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.service.recompute.ExactRow;
import io.rowtrail.service.security.Roles;
import io.rowtrail.tags.Exactness;
import io.rowtrail.tags.TagSet;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/rows/traces}: the requests behind one row. */
@Path("/api/v1/rows/traces")
@Tag(name = "Traces and rows")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ROWS)
@Blocking
@WhileThere
public class RowTracesResource {
    private final RowQuestions questions;
    private final RowTags rowTags;
    private final ExactRows exactRows;
    private final RowOrigins origins;

    @Inject
    RowTracesResource(RowQuestions questions, RowTags rowTags, ExactRows exactRows, RowOrigins origins) {
        this.questions = questions;
        this.rowTags = rowTags;
        this.exactRows = exactRows;
        this.origins = origins;
    }

    /** How the requests are found. */
    enum Mode {
        STORED,
        RECOMPUTE;

        static Mode of(@Nullable String text) {
            if (text == null || text.equals("stored")) {
                return STORED;
            }
            if (text.equals("recompute")) {
                return RECOMPUTE;
            }
            throw Problem.invalid("mode", "must be stored or recompute").exception();
        }
    }

    @GET
    @Operation(
            summary = "The requests behind one row",
            description = "dataset=dataset:ns:name (or namespace= and name=, or report=), key=a JSON object of key"
                    + " columns. mode=stored tells the tags that lie beside the row. mode=recompute runs the recorded plan"
                    + " of the run that wrote it (run= for another version than the current one) for this row alone, and"
                    + " tells the exact tags and the exact absence.")
    @APIResponse(responseCode = "200", description = "The requests, and how far that can be believed")
    @APIResponse(
            responseCode = "404",
            description = "No such dataset, run or row; rows/absence tells why there is no row")
    @APIResponse(responseCode = "422", description = "The row cannot be recomputed, with the reason")
    @APIResponse(responseCode = "503", description = "No recompute worker is configured, or it has no time yet")
    public RowShapes.Requests traces(
            @QueryParam("dataset") @Nullable String dataset,
            @QueryParam("namespace") @Nullable String namespace,
            @QueryParam("name") @Nullable String name,
            @QueryParam("report") @Nullable String report,
            @QueryParam("key") @Nullable String key,
            @QueryParam("mode") @Nullable String mode,
            @QueryParam("run") @Nullable String run) {
        Mode how = Mode.of(mode);
        RunId version = run == null ? null : Nodes.run("run", run);
        if (version != null && how == Mode.STORED) {
            throw Problem.invalid("run", "goes with mode=recompute: stored tags are those of the current version")
                    .exception();
        }
        DatasetId id = questions.dataset(dataset, namespace, name, report);
        String action = how == Mode.STORED ? "rows.traces" : "rows.recomputed";
        RowQuestions.OfRow row = questions.row(action, id, key);
        if (how == Mode.STORED) {
            return stored(
                    row,
                    rowTags.find(row.table(), row.key())
                            .orElseThrow(() -> Problem.notFound("no such row").exception()));
        }
        return exact(
                row,
                exactRows
                        .find(row, version)
                        .orElseThrow(() -> Problem.notFound("no such row; /api/v1/rows/absence tells why")
                                .exception()));
    }

    private RowShapes.Requests stored(RowQuestions.OfRow row, RowTags.Found found) {
        TagSet tags = found.tags();
        RowOrigins.Told told = origins.of(tags);
        List<String> caveats = new ArrayList<>(found.caveats());
        told.caveats(caveats);
        Optional<RunView> run = origins.run(found.run());
        if (found.run() != null && run.isEmpty()) {
            caveats.add("runNotInLog");
        }
        boolean believed = found.run() == null || run.isPresent();
        Exactness exactness = believed ? tags.exactness() : Exactness.UNKNOWN;
        return new RowShapes.Requests(
                row.dataset().nodeId(),
                row.key().json(),
                word(exactness),
                RowTags.count(tags),
                range(tags),
                told.traces(),
                told.untagged(),
                !tags.open(),
                absence(tags, found.absence()),
                guarantee(row.dataset(), found, run),
                origins.shown(found.run(), run),
                found.snapshot() == null ? null : Long.toString(found.snapshot()),
                RowOrigins.evidence(run),
                null,
                caveats,
                told.hidden());
    }

    private RowShapes.Requests exact(RowQuestions.OfRow asked, ExactRows.Found found) {
        ExactRow row = found.row();
        RowOrigins.Told tags = origins.of(row.tags());
        RowOrigins.Told absence = origins.of(row.absence());
        List<String> caveats = new ArrayList<>();
        tags.caveats(caveats);
        absence.caveats(caveats);
        if (found.version().plan().hidden() > 0 && !caveats.contains("hidden")) {
            caveats.add("hidden");
        }
        Optional<RunView> run = origins.run(found.version().run());
        Long snapshot = found.version().snapshot();
        boolean closed = row.isExact() && row.absence().equals(TagSet.EMPTY);
        return new RowShapes.Requests(
                asked.dataset().nodeId(),
                asked.key().json(),
                exactness(row, row.tags()),
                RowTags.count(row.tags()),
                range(row.tags()),
                tags.traces(),
                tags.untagged(),
                closed,
                new RowShapes.Absence(
                        Integer.toString(row.absence().count()),
                        exactness(row, row.absence()),
                        absence.transactions(),
                        absence.all(),
                        null,
                        null),
                row.guarantee(),
                origins.shown(found.version().run(), run),
                snapshot == null ? null : Long.toString(snapshot),
                RowOrigins.evidence(run),
                row.reasons(),
                caveats,
                tags.hidden() + absence.hidden() + found.version().plan().hidden());
    }

    private static RowShapes.@Nullable Range range(TagSet tags) {
        return tags.hull()
                .map(hull -> new RowShapes.Range(Long.toString(hull.min()), Long.toString(hull.max())))
                .orElse(null);
    }

    /** The worker's word, unless a set says less of itself. */
    private static String exactness(ExactRow row, TagSet set) {
        return set.exactness() == Exactness.EXACT ? row.exactness() : word(set.exactness());
    }

    private static String word(Exactness exactness) {
        return exactness.name().toLowerCase(Locale.ROOT);
    }

    private static RowShapes.Absence absence(TagSet tags, io.rowtrail.tags.@Nullable Absence range) {
        if (!tags.open()) {
            return new RowShapes.Absence("0", "exact", List.of(), null, null, null);
        }
        return range == null
                ? new RowShapes.Absence("0", "unknown", List.of(), null, null, null)
                : new RowShapes.Absence(
                        Long.toString(range.count()),
                        "superset",
                        List.of(),
                        null,
                        Long.toString(range.min()),
                        Long.toString(range.max()));
    }

    private static String guarantee(DatasetId id, RowTags.Found found, Optional<RunView> run) {
        Optional<String> stated = run.flatMap(view -> view.outputs().stream()
                .filter(mention -> mention.id().equals(id))
                .map(DatasetMention::tags)
                .filter(tags -> tags != null && tags.guarantee() != null)
                .map(DatasetMention.RowTags::guarantee)
                .findFirst());
        if (stated.isPresent()) {
            return stated.get();
        }
        if (found.tags().exactness() == Exactness.UNKNOWN) {
            return "broken";
        }
        return found.tags().open() ? "open" : "closed";
    }
}
