package io.rowtrail.capture.post;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rowtrail.capture.transaction.Binding;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.TagSource;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolIT {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private @Nullable Path directory;

    private Spool open(long maxBytes) {
        return Spool.open(directory.resolve("spool"), "shop", "lake", maxBytes);
    }

    private static List<ChangeNotice> notices(long counter) {
        return List.of(new ChangeNotice(
                ChangeOrdinal.of(1, counter),
                700 + counter,
                4096 * counter,
                0,
                new Binding(List.of(), TagSource.NONE),
                List.of(new ChangeNotice.Table("shop.sale", 1, Map.of("c", 1), "00"))));
    }

    private static JsonNode send(Spool spool) throws Exception {
        Spool.Item item = spool.next().orElseThrow();
        JsonNode body = JSON.readTree(item.body());
        spool.sent(item);
        return body;
    }

    private static String hash(byte[] body) {
        return HexFormat.of().formatHex(Manifest.sha256().digest(body));
    }

    @Test
    void chainsBatchesAcrossRestartsAlsoWhenAllWereSent() throws Exception {
        Spool spool = open(1 << 20);
        spool.changes(notices(1));
        String first = hash(spool.next().orElseThrow().body());
        assertThat(send(spool).path("stream").toString()).isEqualTo("{\"id\":\"shop-1\",\"seq\":\"1\"}");

        Spool again = open(1 << 20);
        assertThat(again.pending()).isZero();
        assertThat(again.lastOrdinal()).contains(ChangeOrdinal.of(1, 1));
        again.lineage("{\"eventType\":\"START\"}");
        again.changes(notices(2));
        assertThat(again.pending()).isEqualTo(2);
        assertThat(send(again).path("eventType").asText()).isEqualTo("START");
        JsonNode second = send(again);
        assertThat(second.path("stream").path("prev").asText()).isEqualTo(first);
        assertThat(second.path("stream").path("seq").asText()).isEqualTo("2");
        assertThat(second.path("transactions").get(0).path("commitLsn").asText())
                .isEqualTo("0/2000");
    }

    @Test
    void holdsStagedBatchesBackAndForgetsThemOnRequest() throws Exception {
        Spool spool = open(1 << 20);
        spool.stage(notices(1));
        assertThat(spool.pending()).isZero();
        Spool again = open(1 << 20);
        again.discardStaged();
        assertThat(again.lastOrdinal()).isEmpty();
        again.stage(notices(1));
        again.changes(notices(2));
        Spool third = open(1 << 20);
        third.release();
        assertThat(send(third).path("stream").path("seq").asText()).isEqualTo("1");
        assertThat(send(third).path("stream").path("seq").asText()).isEqualTo("2");
    }

    @Test
    void countsWhatAFullSpoolDoesNotKeepAndLeavesTheGapToBeSeen() throws Exception {
        Spool spool = open(600);
        spool.changes(notices(1));
        spool.changes(notices(2));
        spool.changes(notices(3));
        assertThat(spool.lostRequests()).isPositive();
        while (spool.next().isPresent()) {
            send(spool);
        }
        Spool again = open(1 << 20);
        assertThat(again.lostRequests()).isPositive();
        assertThat(again.lastOrdinal()).contains(ChangeOrdinal.of(1, 3));
        again.changes(notices(4));
        assertThat(send(again).path("stream").path("seq").asText()).isEqualTo("4");
    }
}
