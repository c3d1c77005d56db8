package io.rowtrail.service.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.service.change.ChangeLookup;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.ReadLog;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.Callers;
import io.rowtrail.service.security.Roles;
import io.rowtrail.trace.ChangeOrdinal;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/ordinals/traces}: many ordinals at once, for whoever reads tag sets outside the service. */
@Path("/api/v1/ordinals/traces")
@Tag(name = "Traces and rows")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ENGINEER)
@Blocking
public class OrdinalResource {
    static final int MOST = 10_000;
    private static final long MAX_BODY = 256 * 1024;

    private final ChangeLookup changes;
    private final ReadLog reads;
    private final Callers callers;

    @Inject
    OrdinalResource(ChangeLookup changes, ReadLog reads, Callers callers) {
        this.changes = changes;
        this.reads = reads;
        this.callers = callers;
    }

    /**
     * The traces of ordinals.
     *
     * @param traces by ordinal; an ordinal without traces is not among them
     */
    public record Answer(Map<String, List<String>> traces) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The requests behind change ordinals",
            description = "{\"ordinals\": [\"281474976710657\", …]}, at most 10,000. Told is each ordinal that has"
                    + " traces, with them; not one that has none, that the service was not told of, or that the caller"
                    + " may not know of.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Answer.class)))
    @APIResponse(responseCode = "400", description = "Not a list of ordinals; errors say where")
    public Answer traces(byte @Nullable [] body) {
        long[] ordinals = read(body);
        Caller caller = callers.current();
        reads.record(caller.tenant(), caller.name(), "ordinals.traces", "*");
        ChangeLookup.Origins origins = changes.origins(ordinals);
        Map<Long, List<String>> traces = new TreeMap<>();
        origins.traces()
                .forEach((trace, of) -> of.forEach(ordinal -> traces.computeIfAbsent(ordinal, key -> new ArrayList<>())
                        .add(trace.hex())));
        Map<String, List<String>> told = new LinkedHashMap<>();
        traces.forEach((ordinal, all) -> told.put(Long.toString(ordinal), all));
        return new Answer(told);
    }

    private static long[] read(byte @Nullable [] body) {
        JsonNode list = StrictJson.parse(StrictJson.text(RequestBody.read(body, null, MAX_BODY)))
                .path("ordinals");
        if (!list.isArray() || list.size() > MOST) {
            throw Problem.invalid("/ordinals", "must be a list of at most " + MOST + " ordinals")
                    .exception();
        }
        List<FieldError> errors = new ArrayList<>();
        long[] ordinals = new long[list.size()];
        for (int i = 0; i < ordinals.length; i++) {
            try {
                ordinals[i] = ChangeOrdinal.parse(list.get(i).asText()).value();
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError("/ordinals/" + i, "must be a change ordinal in decimal digits"));
            }
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid("not a list of ordinals", errors).exception();
        }
        return Arrays.stream(ordinals).distinct().toArray();
    }
}
