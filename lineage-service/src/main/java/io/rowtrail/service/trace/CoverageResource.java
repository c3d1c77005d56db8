package io.rowtrail.service.trace;

import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.service.change.ChangeLookup;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.security.Roles;
import io.rowtrail.trace.TagSource;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/coverage}: how much of what was captured carries a trace. */
@Path("/api/v1/coverage")
@Tag(name = "Traces and rows")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
public class CoverageResource {
    private static final Set<TagSource> UNTRACED = EnumSet.of(TagSource.NONE, TagSource.INVALID, TagSource.GAP);

    private final ChangeLookup changes;

    @Inject
    CoverageResource(ChangeLookup changes) {
        this.changes = changes;
    }

    /** Coverage of every captured table. */
    record Coverage(String by, List<Item> items, List<String> caveats) {}

    /**
     * Coverage of one table: rows with a trace, of all rows but those a snapshot read.
     *
     * @param value numerator by denominator, 1 when there were no rows
     */
    record Item(
            String dataset, double value, String numerator, String denominator, Map<String, String> rowsByTagSource) {}

    @GET
    @Operation(
            summary = "Captured rows with a trace, by table",
            description = "by=dataset; snapshot rows are not counted")
    public Coverage coverage(@QueryParam("by") @Nullable String by) {
        if (by != null && !by.equals("dataset")) {
            throw Problem.invalid("by", "only dataset is offered by this service")
                    .exception();
        }
        TreeMap<DatasetId, TreeMap<TagSource, Long>> rows = new TreeMap<>();
        for (ChangeLookup.Coverage one : changes.coverage()) {
            rows.computeIfAbsent(new DatasetId(one.namespace(), one.name()), key -> new TreeMap<>())
                    .merge(one.tagSource(), one.rows(), Long::sum);
        }
        List<Item> items = rows.entrySet().stream()
                .map(entry -> item(entry.getKey(), entry.getValue()))
                .toList();
        return new Coverage("dataset", items, List.of());
    }

    private static Item item(DatasetId dataset, Map<TagSource, Long> rows) {
        long all = 0;
        long untraced = 0;
        Map<String, String> bySource = new TreeMap<>();
        for (Map.Entry<TagSource, Long> entry : rows.entrySet()) {
            bySource.put(entry.getKey().wire(), Long.toString(entry.getValue()));
            if (entry.getKey() != TagSource.SNAPSHOT) {
                all += entry.getValue();
            }
            if (UNTRACED.contains(entry.getKey())) {
                untraced += entry.getValue();
            }
        }
        long traced = all - untraced;
        double value = all == 0 ? 1 : (double) traced / all;
        return new Item(dataset.nodeId(), value, Long.toString(traced), Long.toString(all), bySource);
    }
}
