package io.rowtrail.audit.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.StreamPosition;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.TreeHasher;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bytes of leaf version 1. They can never change: logs have been signed over them. */
class LeafVectorsTest {
    private static final LogName LOG = LogName.parse("default");
    private static final Hash FACTS = TreeHasher.sha256("facts".getBytes());
    private static final Bytes NONCE = Bytes.of(new byte[16]);

    @Test
    void everyWord() {
        Subject subject = Subject.of("run.complete", Outcome.OK, "someone")
                .run("018f-run")
                .deploy("r7")
                .dataset("iceberg://lake", "gold.revenue")
                .dataset("iceberg://lake", "gold.\"caf\u00e9\"")
                .stream(new StreamPosition("shop", "7", "6"))
                .eventTime(Instant.parse("2026-11-22T23:20:00.123456789Z"))
                .build();

        Bytes leaf = new LeafForm(LOG, "lineage.run", subject, 2)
                .time(Instant.parse("2026-11-22T23:20:01Z"), subject)
                .commitments(FACTS, FACTS, FACTS, NONCE)
                .slots(List.of(FACTS, FACTS))
                .encode();

        assertThat(leaf.utf8())
                .isEqualTo("{\"action\":\"run.complete\",\"datasets\":{\"count\":2,\"list\":[[\"iceberg://lake\","
                        + "\"gold.\\\"caf\u00e9\\\"\"],[\"iceberg://lake\",\"gold.revenue\"]],\"sha256\":"
                        + "\"126d34f8682374159597cd832bde48d5769c2dcf3c645c1b8fa9105023f76c6f\"},\"deploy\":\"r7\","
                        + "\"facts\":\"" + FACTS + "\",\"kind\":\"lineage.run\",\"log\":\"default\","
                        + "\"nonce\":\"00000000000000000000000000000000\",\"outcome\":\"ok\",\"payload\":\"" + FACTS
                        + "\",\"received\":\"" + FACTS + "\",\"redactions\":2,\"run\":\"018f-run\",\"slots\":"
                        + "{\"count\":2,\"root\":\""
                        + "da3f8dffd24ebd54d921fdde9d5a67777526a288e8a3f3ffdd68f1eaa924a30e"
                        + "\"},\"stream\":{\"id\":\"shop\",\"prev\":\"6\",\"seq\":\"7\"},\"time\":"
                        + "{\"event\":\"2026-11-22T23:20:00.123456Z\",\"ingest\":\"2026-11-22T23:20:01.000000Z\"},"
                        + "\"v\":1}");
        assertThat(FACTS.hex()).isEqualTo("0694aacb66d62e742a92e8d5f1e82bd9d2a8ca1be88744201fbe63d0f5007502");
    }

    @Test
    void aLeafWithMoreDatasetsThanFitSaysHowManyAndTheirDigest() {
        Subject.Builder many = Subject.of("run.complete", Outcome.OK, "someone");
        for (int i = 0; i < 2_000; i++) {
            many.dataset("postgres://db:5432", "shop.public.table_" + i);
        }

        Bytes leaf = new LeafForm(LOG, "lineage.run", many.build(), 0).encode();

        assertThat(leaf.utf8()).contains("\"datasets\":{\"count\":2000,\"sha256\":\"");
        assertThat(leaf.length()).isLessThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nul\u0000", "lone \ud800 surrogate"})
    void refusesWordsThatCannotBeStoredAsTheyAre(String word) {
        Subject subject = Subject.of(word, Outcome.OK, "someone").build();

        assertThatThrownBy(() -> new LeafForm(LOG, "kind", subject, 0).encode())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void canonicalJsonEscapesWhatItMustAndNothingElse() {
        TreeMap<String, Object> object = new TreeMap<>();
        object.put("text", "\"\\\b\f\n\r\t\u0001\u001f/\u007f\u20ac\ud83d\ude00");
        object.put("max", (1L << 53) - 1);

        assertThat(CanonicalJson.write(object))
                .isEqualTo(
                        "{\"max\":9007199254740991,\"text\":\"\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f/\u007f\u20ac\ud83d\ude00\"}");
        assertThatThrownBy(() -> CanonicalJson.write(List.of(1L << 53))).isInstanceOf(IllegalArgumentException.class);
    }
}
