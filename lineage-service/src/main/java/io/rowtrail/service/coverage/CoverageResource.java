package io.rowtrail.service.coverage;

import io.rowtrail.service.http.Params;
import io.rowtrail.service.report.Reports;
import io.rowtrail.service.security.Roles;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/coverage}: how much of what was captured and written names the requests behind it, and what does not. */
@Path("/api/v1/coverage")
@Tag(name = "Traces and rows")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
public class CoverageResource {
    private final CapturedRows captured;
    private final NewestWrites writes;
    private final Reports reports;

    @Inject
    CoverageResource(CapturedRows captured, NewestWrites writes, Reports reports) {
        this.captured = captured;
        this.writes = writes;
        this.reports = reports;
    }

    /** What is measured. */
    enum By {
        DATASET,
        JOB,
        HOP,
        FLOW
    }

    @GET
    @Operation(summary = "Rows that name the requests behind them, by dataset, job, hop or flow", description = """
                    Of a captured table: rows with a trace, of all but those a snapshot read. Of a dataset that jobs write:
                    rows whose tag set is exact, of the rows that the newest run of each of its jobs that took effect wrote,
                    by its facet rowtrail_tags. A hop is one such job from its inputs to one output; it loses when it has a
                    smaller share than the least of its inputs. A flow is all that leads to a registered report; its figures are
                    those of its weakest hop. Offenders are operators that tags did not pass, bounds of sets, and captured
                    rows without a trace. What is not measured, since nobody told, is listed in exclusions.""")
    public CoverageShapes.Coverage coverage(
            @Parameter(description = "dataset (the default), job, hop or flow") @QueryParam("by") @Nullable String by) {
        By what = Params.choice("by", by, By.DATASET);
        NewestWrites.Found found = writes.newest();
        Told told = new Told(captured.byTable(), found.all());
        List<String> caveats = new ArrayList<>();
        if (found.truncated()) {
            caveats.add("truncated");
        }
        if (found.hidden() > 0) {
            caveats.add("hidden");
        }
        List<CoverageShapes.Item> items = switch (what) {
            case DATASET -> told.datasets();
            case JOB -> told.jobs();
            case HOP -> told.hops();
            case FLOW -> new Flows(told).of(reports.all());
        };
        return new CoverageShapes.Coverage(
                what.name().toLowerCase(Locale.ROOT), items, told.untold(), caveats, found.hidden());
    }
}
