package io.rowtrail.service.ingest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.rowtrail.audit.AppendResult;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.log.LogProgress;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The answer to a batch, in the words of the OpenLineage API. */
public record BatchAnswer(Body body, OptionalLong lastIndex, OptionalLong epoch) {
    private static final int RETRY_SECONDS = 1;

    /** The body of 200. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Body(
            String status,
            Summary summary,
            @JsonProperty("failed_events") List<Failure> failedEvents) {}

    /** How many of what. */
    public record Summary(
            int received,
            int successful,
            int failed,
            int retriable,
            @JsonProperty("non_retriable") int nonRetriable) {}

    /** One event that was not taken. */
    public record Failure(int index, String reason, boolean retriable) {}

    static BatchAnswer of(List<EventDoor.Ingest> results) {
        List<Failure> failures = new ArrayList<>();
        long lastIndex = -1;
        long epoch = -1;
        for (int i = 0; i < results.size(); i++) {
            EventDoor.Ingest result = results.get(i);
            if (result instanceof EventDoor.Ingest.Refused refused) {
                failures.add(new Failure(i, refused.pointer() + ": " + refused.reason() + refused.where(), false));
            } else if (result instanceof EventDoor.Ingest.Logged logged) {
                if (logged.result() instanceof AppendResult.Appended appended) {
                    lastIndex = Math.max(lastIndex, appended.entry().index());
                    epoch = Math.max(epoch, appended.epoch());
                } else if (logged.result() instanceof AppendResult.Duplicate duplicate) {
                    lastIndex = Math.max(lastIndex, duplicate.entry().index());
                    epoch = Math.max(epoch, duplicate.epoch());
                } else {
                    Problem problem = LogProblems.of(logged.result());
                    failures.add(new Failure(i, problem.detail(), problem.retriable()));
                }
            }
        }
        int retriable = (int) failures.stream().filter(Failure::retriable).count();
        Summary summary = new Summary(
                results.size(),
                results.size() - failures.size(),
                failures.size(),
                retriable,
                failures.size() - retriable);
        Body body = new Body(failures.isEmpty() ? "success" : "partial_success", summary, failures);
        return new BatchAnswer(
                body,
                lastIndex < 0 ? OptionalLong.empty() : OptionalLong.of(lastIndex),
                epoch < 0 ? OptionalLong.empty() : OptionalLong.of(epoch));
    }

    /** Whether every event of it was taken. */
    public boolean complete() {
        return body.failedEvents().isEmpty();
    }

    /** 200 with what became of each, or the problem 503 when none was taken and all may be later. */
    public Uni<Response> response(LogProgress progress, Wait waiting) {
        int received = body.summary().received();
        if (received > 0 && body.summary().retriable() == received) {
            throw Problem.unavailable(body.failedEvents().get(0).reason(), RETRY_SECONDS)
                    .exception();
        }
        Response.ResponseBuilder response = Response.ok(body);
        epoch.ifPresent(value -> response.header(LogProblems.EPOCH_HEADER, value));
        waiting.applied().ifPresent(applied -> response.header("Preference-Applied", applied));
        if (lastIndex.isEmpty()) {
            return Uni.createFrom().item(response.build());
        }
        long last = lastIndex.getAsLong();
        progress.notice(last);
        return switch (waiting.until()) {
            case LOGGED -> Uni.createFrom().item(response.build());
            case GRAPH -> progress.folded(last, waiting.patience()).map(folded -> response.build());
            case WITNESSED -> progress.witnessed(last, waiting.patience()).map(seen -> response.build());
        };
    }
}
