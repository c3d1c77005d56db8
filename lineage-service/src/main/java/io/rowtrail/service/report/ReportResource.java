package io.rowtrail.service.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/reports}. */
@Path("/api/v1/reports")
@Tag(name = "Operation")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class ReportResource {
    private static final long MAX_BODY = 64 * 1024;

    private final Reports reports;
    private final Nodes nodes;

    @Inject
    ReportResource(Reports reports, Nodes nodes) {
        this.reports = reports;
        this.nodes = nodes;
    }

    /** A report as it is told. */
    record Shape(String name, String dataset, String namespace, String table, List<String> key, List<String> measures) {
        static Shape of(Report report) {
            return new Shape(
                    report.name(),
                    report.dataset().nodeId(),
                    report.dataset().namespace(),
                    report.dataset().name(),
                    report.key(),
                    report.measures());
        }
    }

    /** All reports. */
    record All(List<Shape> reports) {}

    @GET
    @RolesAllowed({Roles.ENGINEER, Roles.ADMIN})
    @Operation(summary = "All registered reports")
    public All all() {
        return new All(reports.all().stream().map(Shape::of).toList());
    }

    @GET
    @Path("/{name}")
    @RolesAllowed({Roles.ENGINEER, Roles.ADMIN})
    @Operation(summary = "A registered report")
    public Shape one(@PathParam("name") String name) {
        return reports.byName(name)
                .map(Shape::of)
                .orElseThrow(() -> Problem.notFound("no such report").exception());
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Roles.ADMIN)
    @Operation(
            summary = "Register a report",
            description = "{\"dataset\": \"dataset:ns:name\" or {\"namespace\",\"name\"}, \"key\": [columns],"
                    + " \"measures\": [columns]}")
    public Response put(@PathParam("name") String name, byte @Nullable [] body) {
        JsonNode json = StrictJson.parse(StrictJson.text(RequestBody.read(body, null, MAX_BODY)));
        List<FieldError> errors = new ArrayList<>();
        DatasetId dataset = dataset(json, errors);
        List<String> key = columns(json, "key", errors);
        List<String> measures = columns(json, "measures", errors);
        if (name.isBlank() || name.length() > 200) {
            errors.add(new FieldError("name", "must be 1 to 200 characters"));
        }
        if (dataset == null || !errors.isEmpty()) {
            throw Problem.invalid("not a report", errors).exception();
        }
        Report report = new Report(name, dataset, key, measures);
        boolean fresh = reports.put(report);
        return Response.status(fresh ? 201 : 200).entity(Shape.of(report)).build();
    }

    private @Nullable DatasetId dataset(JsonNode json, List<FieldError> errors) {
        JsonNode node = json.path("dataset");
        try {
            if (node.isTextual()) {
                return nodes.datasetOf(node.textValue());
            }
            return new DatasetId(
                    node.path("namespace").asText(""), node.path("name").asText(""));
        } catch (IllegalArgumentException | io.rowtrail.service.http.ProblemException e) {
            errors.add(new FieldError("/dataset", "must be dataset:ns:name, or an object with namespace and name"));
            return null;
        }
    }

    private static List<String> columns(JsonNode json, String name, List<FieldError> errors) {
        List<String> columns = new ArrayList<>();
        JsonNode array = json.path(name);
        for (JsonNode column : array) {
            if (column.isTextual()
                    && !column.textValue().isBlank()
                    && column.textValue().indexOf('\n') < 0) {
                columns.add(column.textValue());
            }
        }
        if (!array.isArray() || columns.isEmpty() || columns.size() != array.size()) {
            errors.add(new FieldError("/" + name, "must be a list of column names, at least one"));
        }
        return columns;
    }
}
