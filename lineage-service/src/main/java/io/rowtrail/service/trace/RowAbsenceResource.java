package io.rowtrail.service.trace;

import io.rowtrail.graph.RunView;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunId;
import io.rowtrail.service.http.WhileThere;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.service.recompute.Recompute;
import io.rowtrail.service.recompute.Rejection;
import io.rowtrail.service.recompute.RunPlan;
import io.rowtrail.service.recompute.WhyNot;
import io.rowtrail.service.security.Roles;
import io.rowtrail.tags.TagSet;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/rows/absence}: why a row is not there. */
@Path("/api/v1/rows/absence")
@Tag(name = "Traces and rows")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ROWS)
@Blocking
@WhileThere
public class RowAbsenceResource {
    private final RowQuestions questions;
    private final RowTags rowTags;
    private final RowHistory history;
    private final ExactRows exactRows;
    private final Recompute recompute;
    private final RowOrigins origins;

    @Inject
    RowAbsenceResource(
            RowQuestions questions,
            RowTags rowTags,
            RowHistory history,
            ExactRows exactRows,
            Recompute recompute,
            RowOrigins origins) {
        this.questions = questions;
        this.rowTags = rowTags;
        this.history = history;
        this.exactRows = exactRows;
        this.recompute = recompute;
        this.origins = origins;
    }

    @GET
    @Operation(
            summary = "Why a row is not there",
            description = "dataset=dataset:ns:name (or namespace= and name=, or report=), key=a JSON object of key"
                    + " columns, run= of the run that did not make it (else that of the current version). lastSeen is the"
                    + " newest version that had it, removedBy what took it away, rejectedBy the operators of the plan that"
                    + " dropped what would have become it; never when nothing ever would have.")
    @APIResponse(responseCode = "200", description = "Why; or present, with where to ask about it")
    @APIResponse(responseCode = "404", description = "No such dataset or run")
    @APIResponse(responseCode = "422", description = "The plan cannot be run again, with the reason")
    @APIResponse(responseCode = "503", description = "No recompute worker is configured, or it has no time yet")
    public RowShapes.WhyNot absence(
            @QueryParam("dataset") @Nullable String dataset,
            @QueryParam("namespace") @Nullable String namespace,
            @QueryParam("name") @Nullable String name,
            @QueryParam("report") @Nullable String report,
            @QueryParam("key") @Nullable String key,
            @QueryParam("run") @Nullable String run) {
        RunId version = run == null || run.isEmpty() ? null : Nodes.run("run", run);
        DatasetId id = questions.dataset(dataset, namespace, name, report);
        RowQuestions.OfRow asked = questions.row("rows.absence", id, key);
        if (asked.table().isChangeTable() && version == null) {
            return rowTags.find(asked.table(), asked.key()).isPresent() ? present(asked) : captured(asked);
        }
        if (version == null && history.isThere(asked)) {
            return present(asked);
        }
        ExactRows.Version of = exactRows.version(id, asked.table(), version);
        return answer(asked, of, recompute.absence(of.plan(), asked.key().json()));
    }

    private static RowShapes.WhyNot present(RowQuestions.OfRow asked) {
        return ofTable(asked, where(asked, null), List.of(), List.of(), 0);
    }

    /** A captured row is not there because transactions deleted it, or because it never was. */
    private RowShapes.WhyNot captured(RowQuestions.OfRow asked) {
        RowOrigins.Told removed = origins.of(rowTags.removals(asked.table(), asked.key()));
        List<String> caveats = new ArrayList<>();
        removed.caveats(caveats);
        return ofTable(asked, null, removed.all(), caveats, removed.hidden());
    }

    /** What the table itself says, without a run. */
    private static RowShapes.WhyNot ofTable(
            RowQuestions.OfRow asked,
            @Nullable String where,
            List<RowShapes.TraceOf> removedBy,
            List<String> caveats,
            int hidden) {
        return new RowShapes.WhyNot(
                asked.dataset().nodeId(),
                asked.key().json(),
                where != null,
                where,
                null,
                removedBy,
                List.of(),
                where == null && removedBy.isEmpty() && hidden == 0,
                "exact",
                null,
                asked.table().snapshot().isPresent()
                        ? Long.toString(asked.table().snapshot().getAsLong())
                        : null,
                List.of(),
                List.of(),
                caveats,
                hidden);
    }

    private RowShapes.WhyNot answer(RowQuestions.OfRow asked, ExactRows.Version version, WhyNot why) {
        RowOrigins.Told removed = origins.of(why.removedBy());
        List<String> caveats = new ArrayList<>();
        removed.caveats(caveats);
        int hidden = version.plan().hidden() + removed.hidden();
        List<RowShapes.Rejection> rejections = new ArrayList<>();
        for (Rejection rejection : why.rejections()) {
            RowOrigins.Told told = origins.of(rejection.tags());
            told.caveats(caveats);
            hidden += told.hidden();
            rejections.add(new RowShapes.Rejection(
                    rejection.operator(),
                    rejection.planPosition(),
                    rejection.predicate(),
                    Integer.toString(rejection.tags().count()),
                    told.transactions(),
                    told.traces()));
        }
        if (hidden > 0 && !caveats.contains("hidden")) {
            caveats.add("hidden");
        }
        if (version.plan().operation() == RunPlan.Operation.APPEND) {
            caveats.add("earlierRunsAppendedToo");
        }
        Optional<RowHistory.Seen> seen = why.present() ? Optional.empty() : history.lastSeen(asked, version.snapshot());
        Optional<RunView> run = origins.run(version.run());
        boolean nothing = seen.isEmpty()
                && why.removedBy().equals(TagSet.EMPTY)
                && why.ghosts().equals(TagSet.EMPTY)
                && why.rejections().isEmpty();
        return new RowShapes.WhyNot(
                asked.dataset().nodeId(),
                asked.key().json(),
                why.present(),
                why.present() ? where(asked, version.run()) : null,
                seen.map(this::seen).orElse(null),
                removed.all(),
                rejections,
                !why.present() && nothing && why.exactness().equals("exact"),
                why.exactness(),
                origins.shown(version.run(), run),
                version.snapshot() == null ? null : Long.toString(version.snapshot()),
                RowOrigins.evidence(run),
                why.reasons(),
                caveats,
                hidden);
    }

    private RowShapes.LastSeen seen(RowHistory.Seen seen) {
        return new RowShapes.LastSeen(
                origins.shown(seen.run(), origins.run(seen.run())),
                Long.toString(seen.snapshot()),
                seen.at().toString(),
                new RowShapes.Tags(
                        Integer.toString(seen.tags().count()),
                        seen.tags().exactness().name().toLowerCase(Locale.ROOT),
                        origins.of(seen.tags()).all()));
    }

    /** Where to ask about a row that is there. */
    private static String where(RowQuestions.OfRow asked, @Nullable RunId run) {
        return "/api/v1/rows/traces?dataset=" + encoded(asked.dataset().nodeId()) + "&key="
                + encoded(asked.key().json().toString())
                + (run == null ? "" : "&mode=recompute&run=" + encoded(run.nodeId()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
