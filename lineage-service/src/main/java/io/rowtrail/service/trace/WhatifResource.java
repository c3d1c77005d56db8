package io.rowtrail.service.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.lake.LakeTable;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.lineage.Nodes;
import io.rowtrail.service.recompute.WhatifJob;
import io.rowtrail.service.recompute.Whatifs;
import io.rowtrail.service.security.Roles;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/whatif}: what a dataset would be if some requests had not happened. */
@Path("/api/v1/whatif")
@Tag(name = "Traces and rows")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ROWS)
@Blocking
public class WhatifResource {
    private static final String ACTION = "rows.whatif";

    private final RowQuestions questions;
    private final ExactRows exactRows;
    private final WithoutTraces withoutTraces;
    private final Whatifs whatifs;
    private final Nodes nodes;
    private final Clock clock;

    @Inject
    WhatifResource(
            RowQuestions questions,
            ExactRows exactRows,
            WithoutTraces withoutTraces,
            Whatifs whatifs,
            Nodes nodes,
            Clock clock) {
        this.questions = questions;
        this.exactRows = exactRows;
        this.withoutTraces = withoutTraces;
        this.whatifs = whatifs;
        this.nodes = nodes;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What a dataset would be if some requests had not happened",
            description = "{\"without\": [trace ids, at most 100], \"dataset\": \"dataset:ns:name\" (or \"report\"),"
                    + " \"key\": {of one row}, \"run\": of a version}, the last two optional. The recorded plan is run"
                    + " without the transactions of these requests and compared with what it makes with them. 202 with the"
                    + " Location of the answer; the same question again is the same answer.")
    @APIResponse(responseCode = "202", description = "It is being computed")
    @APIResponse(responseCode = "404", description = "No such dataset, run or trace; the detail names which")
    @APIResponse(responseCode = "422", description = "The plan cannot be run again, with the reason")
    @APIResponse(responseCode = "503", description = "No recompute worker is configured, or others run")
    public Response ask(byte @Nullable [] body) {
        WhatifOrder order = WhatifOrder.read(body);
        DatasetId dataset = questions.dataset(order.dataset(), null, null, order.report());
        LakeTable table = questions.table(ACTION, dataset);
        WithoutTraces.Found without = withoutTraces.of(order.without());
        ExactRows.Version version = exactRows.version(dataset, table, order.run());
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        asked.put("dataset", dataset.nodeId());
        asked.put("run", version.run().uuid());
        order.without().forEach(trace -> asked.withArray("without").add(trace.hex()));
        asked.put("transactions", Integer.toString(without.ordinals().size()));
        asked.put("hidden", without.hidden() + version.plan().hidden());
        if (order.key() != null) {
            asked.set("key", order.key().json());
        }
        UUID id = whatifs.start(new Whatifs.Order(
                version.plan(),
                dataset.nodeId(),
                without.ordinals(),
                order.key() == null ? null : order.key().json(),
                questions.naming(dataset, table),
                asked));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("id", id.toString()).put("state", "running").setAll(asked);
        return Response.accepted(answer)
                .location(URI.create("/api/v1/whatif/" + id))
                .build();
    }

    @GET
    @Path("/{id}")
    @Operation(
            summary = "How a what-if stands, and its diff",
            description =
                    "state is running (with progress), done (rows that changed, came and went, by key; at most 1,000"
                            + " on each side) or failed (with the reason). Told to who asked only, for"
                            + " rowtrail.recompute.keep-results-for.")
    @APIResponse(responseCode = "200", description = "How it stands")
    public Response answer(@PathParam("id") String text) {
        WhatifJob job = whatifs.job(id(text)).orElseThrow(WhatifResource::unknown);
        questions.table(ACTION, nodes.datasetOf(job.dataset()));
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("id", text);
        WhatifJob.State state = job.state();
        Response.ResponseBuilder response = Response.ok(answer);
        if (state instanceof WhatifJob.State.Running) {
            answer.put("state", "running");
            long seconds = Duration.between(job.startedAt(), clock.instant()).toSeconds();
            answer.putObject("progress").put("step", whatifs.step(job.id())).put("seconds", seconds);
            response.header("Retry-After", 1);
        } else if (state instanceof WhatifJob.State.Failed failed) {
            answer.put("state", "failed").put("reason", failed.reason());
        } else {
            answer.put("state", "done");
        }
        answer.setAll((ObjectNode) job.asked());
        if (state instanceof WhatifJob.State.Done done) {
            told(answer, job.asked(), (ObjectNode) done.diff());
        }
        return response.build();
    }

    private static void told(ObjectNode answer, JsonNode asked, ObjectNode diff) {
        answer.setAll(diff);
        if (asked.path("hidden").asInt() > 0) {
            answer.withArray("caveats").add("hidden");
        }
        if (asked.path("transactions").asText().equals("0")) {
            answer.withArray("caveats").add("noWrites");
        }
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static io.rowtrail.service.http.ProblemException unknown() {
        return Problem.notFound("no such what-if of yours").exception();
    }
}
