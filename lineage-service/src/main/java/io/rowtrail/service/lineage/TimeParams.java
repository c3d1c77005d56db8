package io.rowtrail.service.lineage;

import io.rowtrail.graph.LineageReader;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.service.http.Params;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The two times a question may be asked at. */
public final class TimeParams {
    @Parameter(description = "Event time up to which to look, RFC 3339")
    @QueryParam("asOf")
    @Nullable
    String asOf;

    @Parameter(description = "Recording time up to which to look, RFC 3339")
    @QueryParam("knownAt")
    @Nullable
    String knownAt;

    TimePoint at() {
        return new TimePoint(Params.instant("asOf", asOf), Params.instant("knownAt", knownAt));
    }

    /** The graph as it was then. */
    LineageReader of(LineageReader graph) {
        return graph.at(at());
    }
}
