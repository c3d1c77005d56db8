package io.rowtrail.service.ingest;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.security.Caller;
import io.rowtrail.service.wire.EventTexts;
import io.rowtrail.service.wire.EventTexts.Cut;
import io.rowtrail.service.wire.EventTexts.Slice;
import io.rowtrail.service.wire.KeptText;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes batches in, some events at a time: what is read of them need not all be in memory at once. Blocks. */
@ApplicationScoped
public class BatchDoor {
    private static final int TOGETHER = 500;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final EventDoor door;
    private final RefusedEvents refused;

    @Inject
    BatchDoor(EventDoor door, RefusedEvents refused) {
        this.door = door;
        this.refused = refused;
    }

    /** What became of each event, or the problem that the body as a whole is. */
    public BatchAnswer take(byte[] body, Caller caller) {
        Cut cut = EventTexts.of(body);
        if (cut instanceof Cut.NoBatch no) {
            throw noBatch(body, no, Sender.wholeBatch(caller));
        }
        List<Slice> slices = ((Cut.Texts) cut).slices();
        List<EventDoor.Ingest> results = new ArrayList<>(slices.size());
        boolean putOff = false;
        for (int from = 0; from < slices.size() && !putOff; from += TOGETHER) {
            List<EventDoor.Prepared> prepared = new ArrayList<>();
            for (int i = from; i < Math.min(from + TOGETHER, slices.size()); i++) {
                Slice slice = slices.get(i);
                prepared.add(door.prepare(body, slice.from(), slice.to(), Sender.batch(caller, i)));
            }
            List<EventDoor.Ingest> some = Await.on(() -> door.take(caller.tenant(), prepared));
            results.addAll(some);
            putOff = some.stream().anyMatch(BatchDoor::isPutOff);
        }
        while (results.size() < slices.size()) {
            results.add(new EventDoor.Ingest.Logged(
                    new AppendResult.Unavailable(SOON, "events before it could not be stored")));
        }
        return BatchAnswer.of(results);
    }

    private RuntimeException noBatch(byte[] body, Cut.NoBatch no, Sender sender) {
        RefusedEvents.Item item = RefusedEvents.Item.of(
                sender, no.pointer(), no.reason(), KeptText.broken(body, 0, body.length, refused.maxText()));
        String where = Await.on(() -> door.refuse(sender.tenant(), item)) instanceof EventDoor.Ingest.Refused kept
                ? kept.where()
                : "";
        return Problem.invalid("not a batch of events" + where, List.of(new FieldError(item.pointer(), item.reason())))
                .exception();
    }

    /** Whatever else the log says is final; after this there is no use in trying the next. */
    private static boolean isPutOff(EventDoor.Ingest ingest) {
        return ingest instanceof EventDoor.Ingest.Logged logged
                && (logged.result() instanceof AppendResult.Unavailable
                        || logged.result() instanceof AppendResult.OutcomeUnknown);
    }
}
