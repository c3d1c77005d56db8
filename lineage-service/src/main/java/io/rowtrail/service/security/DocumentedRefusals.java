package io.rowtrail.service.security;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** Has OpenAPI say of every call what it answers to callers who may not make it, or not now. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class DocumentedRefusals implements OASFilter {
    /** Sorted, so that the document is the same from every build. */
    private static final Map<String, String> REFUSALS = new TreeMap<>(Map.of(
            "401", "No key or token, or one that opens nothing",
            "403", "The caller's roles do not allow the call",
            "429", "More calls than the caller's rate allows; see Retry-After"));

    @Override
    public Operation filterOperation(Operation operation) {
        APIResponses responses =
                operation.getResponses() == null ? OASFactory.createAPIResponses() : operation.getResponses();
        REFUSALS.forEach((status, why) -> {
            if (!responses.hasAPIResponse(status)) {
                responses.addAPIResponse(status, OASFactory.createAPIResponse().description(why));
            }
        });
        return operation.responses(responses);
    }
}
