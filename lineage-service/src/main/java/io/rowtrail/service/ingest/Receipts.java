package io.rowtrail.service.ingest;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.service.log.LogProgress;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;

/** What the log's answer to one event is over HTTP. */
public final class Receipts {
    private Receipts() {}

    /** 201 or 200 with the receipt, after what is to be waited for; the problem when the log did not take it. */
    public static Uni<Response> answer(AppendResult result, Wait waiting, LogProgress progress) {
        if (result instanceof AppendResult.Appended appended) {
            return after(
                    Response.status(201),
                    Receipt.of(appended),
                    appended.entry().index(),
                    appended.epoch(),
                    waiting,
                    progress);
        }
        if (result instanceof AppendResult.Duplicate duplicate) {
            return after(
                    Response.status(200),
                    Receipt.of(duplicate),
                    duplicate.entry().index(),
                    duplicate.epoch(),
                    waiting,
                    progress);
        }
        throw LogProblems.of(result).exception();
    }

    private static Uni<Response> after(
            Response.ResponseBuilder response,
            Receipt receipt,
            long index,
            long epoch,
            Wait waiting,
            LogProgress progress) {
        progress.notice(index);
        response.header(LogProblems.EPOCH_HEADER, epoch);
        waiting.applied().ifPresent(applied -> response.header("Preference-Applied", applied));
        return switch (waiting.until()) {
            case LOGGED -> Uni.createFrom().item(response.entity(receipt).build());
            case GRAPH ->
                progress.folded(index, waiting.patience())
                        .map(folded ->
                                response.entity(receipt.withFolded(folded)).build());
            case WITNESSED ->
                progress.witnessed(index, waiting.patience())
                        .map(seen ->
                                response.entity(receipt.withWitnessed(seen)).build());
        };
    }
}
