package io.rowtrail.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.capture.ordinal.OrdinalJournal;
import io.rowtrail.capture.source.SlotHealth;
import io.rowtrail.capture.state.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** {@code status.json} in the state directory: what the capture does and how far it is, for people and scripts. */
final class StatusFile {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final Clock clock;
    private volatile JsonNode last = JSON.createObjectNode();

    StatusFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Before anything is open. */
    void state(String state) {
        ObjectNode root = JSON.createObjectNode();
        root.put("state", state);
        write(root);
    }

    /** Between two lives. */
    void waiting(String why, Instant next) {
        ObjectNode root = JSON.createObjectNode();
        root.put("state", "waiting");
        root.put("reason", why);
        root.put("next", next.toString());
        write(root);
    }

    /** What was written last. */
    JsonNode last() {
        return last;
    }

    void write(String state, CaptureParts parts, CaptureLoop loop, Optional<SlotHealth> slot) {
        ObjectNode root = JSON.createObjectNode();
        root.put("state", state);
        root.put("incarnation", parts.journal().incarnation());
        parts.sink().completeThrough().ifPresent(through -> root.put("completeThrough", through.toString()));
        root.put("committedLsn", OrdinalJournal.lsn(loop.committedLsn()));
        root.put("transactions", Long.toString(parts.coverage().transactions()));
        root.set("rows", parts.coverage().rows());
        root.put("invalidBindings", Long.toString(loop.assembler().invalidBindings()));
        root.put("messagesOutsideTransactions", Long.toString(loop.assembler().looseMessages()));
        root.put("untoldValues", Long.toString(loop.assembler().untoldValues()));
        root.put("pendingPosts", parts.spool().pending());
        root.put("lostPosts", Long.toString(parts.spool().lostRequests()));
        root.put("rejectedPosts", Long.toString(parts.spool().rejectedRequests()));
        parts.publisher()
                .standing()
                .ifPresent(standing -> root.putObject("kafka")
                        .put("position", Long.toString(standing.position()))
                        .put("records", Long.toString(standing.records()))
                        .put("bytes", Long.toString(standing.bytes()))
                        .put("transactions", Long.toString(standing.transactions())));
        slot.ifPresent(health -> root.putObject("slot")
                .put("active", health.active())
                .put("walStatus", health.walStatus())
                .put("inDanger", health.isInDanger())
                .put("heldBytes", Long.toString(health.heldBytes()))
                .put("behindBytes", Long.toString(health.behindBytes())));
        write(root);
    }

    private void write(ObjectNode root) {
        root.put("updatedAt", clock.instant().toString());
        last = root;
        try {
            DurableFile.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
