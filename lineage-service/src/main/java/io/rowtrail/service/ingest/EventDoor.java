package io.rowtrail.service.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.IdempotencyKey;
import io.rowtrail.audit.Submission;
import io.rowtrail.graph.facts.EventFacts;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.openlineage.EventReader;
import io.rowtrail.graph.openlineage.Read;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.security.EntrySight;
import io.rowtrail.service.tenant.Tenant;
import io.rowtrail.service.wire.KeptText;
import io.rowtrail.service.wire.LargestPart;
import io.rowtrail.service.wire.MaskedText;
import io.rowtrail.service.wire.MaskingPass;
import io.rowtrail.service.wire.NameLimits;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Takes OpenLineage events in: text in, durable entry or kept refusal out. Every entrance leads here. */
@ApplicationScoped
public class EventDoor {
    private final AuditLogs logs;
    private final RefusedEvents refused;
    private final IngestMetrics metrics;
    private final EventReader reader = new EventReader();

    @Inject
    EventDoor(AuditLogs logs, RefusedEvents refused, IngestMetrics metrics) {
        this.logs = logs;
        this.refused = refused;
        this.metrics = metrics;
    }

    /** What reading a text came to. */
    public sealed interface Prepared {
        /** An event, ready for the log. */
        record Ready(Submission submission) implements Prepared {}

        /** No event: to be kept aside. */
        record Refused(RefusedEvents.Item item) implements Prepared {}
    }

    /** What became of one event. */
    public sealed interface Ingest {
        /** The log answered. */
        record Logged(AppendResult result) implements Ingest {}

        /**
         * It never got to the log.
         *
         * @param item the name it is kept under
         */
        record Refused(String pointer, String reason, String item) implements Ingest {
            /** Where it is kept, in words to follow a reason. */
            String where() {
                return "; kept in quarantine as " + item;
            }
        }
    }

    /** Reads and masks the text of one event that stands in {@code bytes} from {@code from} to before {@code to}. */
    public Prepared prepare(byte[] bytes, int from, int to, Sender sender) {
        if (to - from > Submission.MAX_STORED) {
            return tooLarge(bytes, from, to, sender);
        }
        MaskingPass.Outcome masked = MaskingPass.over(bytes, from, to);
        if (masked instanceof MaskingPass.Outcome.Json json) {
            return read(bytes, from, to, json.text(), sender);
        }
        MaskingPass.Outcome.NoJson no = (MaskingPass.Outcome.NoJson) masked;
        return refusal(no.pointer(), no.reason(), KeptText.broken(bytes, from, to, refused.maxText()), sender);
    }

    /** What is told of an event comes from what is kept of it, so it is read from the masked text. */
    private Prepared read(byte[] bytes, int from, int to, MaskedText masked, Sender sender) {
        if (masked.bytes().length > Submission.MAX_STORED) {
            return tooLarge(masked.bytes(), 0, masked.bytes().length, sender);
        }
        Read read = reader.read(masked.bytes());
        Optional<Read.Rejected> rejected =
                read instanceof Read.Facts good ? NameLimits.check(good.facts()) : Optional.of((Read.Rejected) read);
        if (rejected.isPresent()) {
            return refusal(
                    rejected.get().pointer(),
                    rejected.get().reason(),
                    KeptText.json(masked.bytes(), refused.maxText()),
                    sender);
        }
        EventFacts facts = ((Read.Facts) read).facts();
        Optional<String> foreign = foreign(facts, masked, sender);
        if (foreign.isPresent()) {
            return refusal(
                    foreign.get(),
                    "is a namespace outside those the sender may tell of",
                    KeptText.json(masked.bytes(), refused.maxText()),
                    sender);
        }
        Bytes stored = Bytes.of(masked.bytes());
        Bytes received = masked.redactions() == 0 ? stored : Bytes.of(Arrays.copyOfRange(bytes, from, to));
        String key = sender.idempotencyKey();
        return new Prepared.Ready(new Submission(
                EventWords.kind(facts),
                received,
                stored,
                Bytes.of(FactsCodec.encode(facts)),
                masked.redactions(),
                EventWords.subject(facts, masked, sender.actor()),
                key == null ? null : new IdempotencyKey(sender.actor(), key)));
    }

    /** Where a sender who may tell of some namespaces only tells of another. */
    private static Optional<String> foreign(EventFacts facts, MaskedText text, Sender sender) {
        if (sender.namespaces().isAll()) {
            return Optional.empty();
        }
        JsonNode told = StrictJson.parse(new String(FactsCodec.encode(facts), StandardCharsets.UTF_8));
        JsonNode event = StrictJson.parse(new String(text.bytes(), StandardCharsets.UTF_8));
        return EntrySight.foreign(sender.namespaces(), told)
                .map(pointer -> EntrySight.foreign(sender.namespaces(), event).orElse(""));
    }

    private Prepared tooLarge(byte[] bytes, int from, int to, Sender sender) {
        String pointer = LargestPart.of(new ByteArrayInputStream(bytes, from, to - from), to)
                .map(LargestPart.Part::pointer)
                .orElse("");
        String reason = "is the largest part of more than " + Submission.MAX_STORED + " bytes";
        return refusal(pointer, reason, KeptText.broken(bytes, from, to, refused.maxText()), sender);
    }

    private static Prepared refusal(String pointer, String reason, KeptText kept, Sender sender) {
        return new Prepared.Refused(RefusedEvents.Item.of(sender, pointer, reason, kept));
    }

    /** Keeps aside what came in and was refused before it could be read as an event. */
    public Uni<Ingest> refuse(Tenant tenant, RefusedEvents.Item item) {
        return take(tenant, List.of(new Prepared.Refused(item))).map(answers -> answers.get(0));
    }

    /**
     * Appends those of a tenant that are events and keeps the others aside; the answers are in the order of the texts and
     * come when all of it is durable. Blocks when it is the first call for the tenant.
     */
    public Uni<List<Ingest>> take(Tenant tenant, List<Prepared> all) {
        List<Submission> ready = new ArrayList<>();
        List<RefusedEvents.Item> bad = new ArrayList<>();
        for (Prepared one : all) {
            if (one instanceof Prepared.Ready good) {
                ready.add(good.submission());
            } else if (one instanceof Prepared.Refused no) {
                bad.add(no.item());
            }
        }
        AuditLog log = logs.events(tenant);
        Uni<List<AppendResult>> appended = ready.isEmpty() ? Uni.createFrom().item(List.of()) : log.append(ready);
        Uni<List<String>> kept = bad.isEmpty() ? Uni.createFrom().item(List.of()) : refused.keep(tenant, bad);
        return Uni.combine().all().unis(appended, kept).with((results, items) -> answers(all, results, items));
    }

    private List<Ingest> answers(List<Prepared> all, List<AppendResult> results, List<String> items) {
        List<Ingest> answers = new ArrayList<>(all.size());
        int nextResult = 0;
        int nextItem = 0;
        for (Prepared one : all) {
            Ingest answer = one instanceof Prepared.Refused no
                    ? new Ingest.Refused(no.item().pointer(), no.item().reason(), items.get(nextItem++))
                    : new Ingest.Logged(results.get(nextResult++));
            metrics.count(answer);
            answers.add(answer);
        }
        return answers;
    }
}
