package io.rowtrail.service.ingest;

import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.RequestBody;
import io.rowtrail.service.http.RequestBody.Received;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.wire.KeptText;
import io.rowtrail.service.wire.LargestPart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Receives the bodies of events; those that cannot be received whole are kept aside and told what is wrong with them. */
@ApplicationScoped
class Bodies {
    private final IngestConfig config;
    private final EventDoor door;
    private final RefusedEvents refused;

    @Inject
    Bodies(IngestConfig config, EventDoor door, RefusedEvents refused) {
        this.config = config;
        this.door = door;
        this.refused = refused;
    }

    /** The whole body, or the problem it is. */
    byte[] receive(@Nullable InputStream body, @Nullable String encoding, InFlight.Room room, Sender sender) {
        long limit = config.maxBody().asLongValue();
        Received received = RequestBody.receive(body, encoding, limit, room::grow);
        if (received instanceof Received.Broken broken) {
            String told = broken.reason() + keep(broken.head(), "", broken.reason(), sender);
            throw Problem.invalid(told, List.of(new FieldError("", broken.reason())))
                    .exception();
        }
        if (received instanceof Received.TooLarge large) {
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(large.head()), large.rest());
            Optional<LargestPart.Part> part = LargestPart.of(whole, 2 * limit);
            String pointer = part.map(LargestPart.Part::pointer).orElse("");
            String reason = "the body is larger than " + limit + " bytes after decompression"
                    + part.map(p -> "; the largest part met is " + p.pointer() + " with " + p.size() + " bytes")
                            .orElse("");
            throw Problem.tooLarge(pointer, reason + keep(large.head(), pointer, reason, sender))
                    .exception();
        }
        return RequestBody.whole(received, limit);
    }

    /** @return where it is kept, in words */
    private String keep(byte[] head, String pointer, String reason, Sender sender) {
        if (head.length == 0) {
            return "";
        }
        KeptText text = KeptText.broken(head, 0, head.length, refused.maxText());
        RefusedEvents.Item item =
                RefusedEvents.Item.of(sender, pointer, reason, new KeptText(text.text(), false, text.size()));
        return Await.on(() -> door.refuse(sender.tenant(), item)) instanceof EventDoor.Ingest.Refused kept
                ? kept.where()
                : "";
    }
}
