package io.rowtrail.service.quarantine;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.ingest.BatchAnswer;
import io.rowtrail.service.ingest.BatchDoor;
import io.rowtrail.service.ingest.EventDoor;
import io.rowtrail.service.ingest.InFlight;
import io.rowtrail.service.ingest.IngestConfig;
import io.rowtrail.service.ingest.Receipts;
import io.rowtrail.service.ingest.Sender;
import io.rowtrail.service.ingest.Wait;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.TenantProgress;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends refused events through the front door again. */
@ApplicationScoped
class Replays {
    private final QuarantineReads items;
    private final EventDoor door;
    private final BatchDoor batches;
    private final InFlight inFlight;
    private final IngestConfig config;
    private final TenantProgress progress;

    @Inject
    Replays(
            QuarantineReads items,
            EventDoor door,
            BatchDoor batches,
            InFlight inFlight,
            IngestConfig config,
            TenantProgress progress) {
        this.items = items;
        this.door = door;
        this.batches = batches;
        this.inFlight = inFlight;
        this.config = config;
        this.progress = progress;
    }

    /** Blocks until it is durable. A refusal is answered and not kept once more. */
    Uni<Response> replay(
            QuarantineReads.Whole item, Caller caller, @Nullable InputStream mended, @Nullable String encoding) {
        try (InFlight.Room room = inFlight.room()) {
            byte[] text = text(item, mended, encoding, room);
            boolean batch = item.kept().entrance().equals("batch")
                    && item.kept().origin().isEmpty();
            return batch ? batch(item, text, caller) : event(item, text, caller);
        }
    }

    private byte[] text(
            QuarantineReads.Whole item, @Nullable InputStream mended, @Nullable String encoding, InFlight.Room room) {
        long limit = config.maxBody().asLongValue();
        RequestBody.Received received = RequestBody.receive(mended, encoding, limit, room::grow);
        boolean none = received instanceof RequestBody.Received.Whole whole && whole.bytes().length == 0;
        if (!none) {
            return RequestBody.whole(received, limit);
        }
        if (!item.kept().whole()) {
            throw Problem.conflict("not all of its text is kept: send the whole of it in the body", List.of())
                    .exception();
        }
        return item.text().getBytes(StandardCharsets.UTF_8);
    }

    private Uni<Response> event(QuarantineReads.Whole item, byte[] text, Caller caller) {
        Tenant tenant = caller.tenant();
        EventDoor.Prepared prepared = door.prepare(text, 0, text.length, Sender.http(caller, null));
        if (prepared instanceof EventDoor.Prepared.Refused no) {
            throw Problem.invalid(
                            "still not an OpenLineage event",
                            List.of(new FieldError(
                                    no.item().pointer(), no.item().reason())))
                    .exception();
        }
        EventDoor.Ingest ingest =
                Await.on(() -> door.take(tenant, List.of(prepared))).get(0);
        AppendResult result = ((EventDoor.Ingest.Logged) ingest).result();
        if (result instanceof AppendResult.Appended appended) {
            items.replayed(tenant, name(item), caller.name(), appended.entry().toString());
        } else if (result instanceof AppendResult.Duplicate duplicate) {
            items.replayed(tenant, name(item), caller.name(), duplicate.entry().toString());
        }
        return Receipts.answer(result, Wait.forNothing(), progress.of(tenant));
    }

    private Uni<Response> batch(QuarantineReads.Whole item, byte[] text, Caller caller) {
        BatchAnswer answer = batches.take(text, caller);
        if (answer.complete()) {
            items.replayed(caller.tenant(), name(item), caller.name(), null);
        }
        return answer.response(progress.of(caller.tenant()), Wait.forNothing());
    }

    private static ItemName name(QuarantineReads.Whole item) {
        return new ItemName(item.kept().item());
    }
}
