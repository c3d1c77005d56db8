package io.rowtrail.service.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.trace.TagSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeBatchReaderTest {
    private static final String GOOD = """
            {"source":"shop","incarnation":1,"stream":{"id":"shop-1","seq":"1","prev":null},
             "firstOrdinal":"281474976710657","lastOrdinal":"281474976710658","transactions":[
             {"ordinal":"281474976710657","txid":"7","commitLsn":"0/1","commitTs":"2026-01-02T03:04:05.123456Z","tagSource":"message",
              "traces":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","tagSource":"message","origin":"asserted"}],
              "tables":[{"dataset":{"namespace":"iceberg://lake","name":"shop.sale"},"rows":3,"ops":{"c":2,"u":1},"manifestRoot":null}]},
             {"ordinal":"281474976710658","txid":"8","commitLsn":"0/2","commitTs":"2026-01-02T03:04:06Z","tagSource":"snapshot",
              "traces":[],"tables":[{"dataset":{"namespace":"iceberg://lake","name":"shop.sale"},"rows":1,"ops":{"r":1}}]}]}
            """;

    private static ChangeBatch batch(String text) {
        return ((ChangeBatchReader.Read.Valid) ChangeBatchReader.read(StrictJson.parse(text))).batch();
    }

    private static List<String> pointers(String text) {
        return ((ChangeBatchReader.Read.Invalid) ChangeBatchReader.read(StrictJson.parse(text)))
                .errors().stream().map(FieldError::pointer).toList();
    }

    @Test
    void readsTheContractsShape() {
        ChangeBatch batch = batch(GOOD);
        assertThat(batch.source()).isEqualTo("shop");
        assertThat(batch.transactions()).hasSize(2);
        assertThat(batch.transactions().get(0).tagSource()).isEqualTo(TagSource.MESSAGE);
        assertThat(batch.transactions().get(1).tagSource()).isEqualTo(TagSource.SNAPSHOT);
        assertThat(batch.transactions().get(1).traces()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"source\":\"shop\" | \"source\":7 | /source",
                "\"incarnation\":1 | \"incarnation\":2 | /transactions/0/ordinal",
                "\"incarnation\":1 | \"incarnation\":40000 | /incarnation",
                "\"firstOrdinal\":\"281474976710657\" | \"firstOrdinal\":\"281474976710656\" | /firstOrdinal",
                "\"lastOrdinal\":\"281474976710658\" | \"lastOrdinal\":\"281474976710659\" | /lastOrdinal",
                "{\"ordinal\":\"281474976710658\" | {\"ordinal\":\"281474976710657\" | /transactions/1/ordinal",
                "\"txid\":\"7\" | \"txid\":\"-7\" | /transactions/0/txid",
                "2026-01-02T03:04:06Z | yesterday | /transactions/1/commitTs",
                "0af7651916cd43dd8448eb211c80319c | 0AF7651916CD43DD8448EB211C80319C | /transactions/0/traces/0/traceId",
                "\"rows\":3 | \"rows\":4 | /transactions/0/tables/0/rows",
                "\"ops\":{\"r\":1} | \"ops\":{\"z\":1} | /transactions/1/tables/0/ops/z",
                "\"stream\":{ | \"streem\":{ | /stream",
            })
    void pointsAtWhatIsWrong(String part, String wrong, String pointer) {
        assertThat(GOOD).contains(part);
        assertThat(pointers(GOOD.replace(part, wrong))).contains(pointer);
    }

    @Test
    void keepsTraceIdsOutOfWhatCannotBeErased() {
        String facts = new String(ChangeFacts.encode(batch(GOOD)), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(facts)
                .doesNotContain("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
                .contains("\"traces\":1", "\"v\":1");
    }

    @Test
    void hashesEverythingATransactionSays() {
        byte[] one = ChangeFacts.hash(batch(GOOD).transactions().get(0));
        String other = GOOD.replace("0af7651916cd43dd8448eb211c80319c", "1af7651916cd43dd8448eb211c80319c");
        assertThat(ChangeFacts.hash(batch(GOOD).transactions().get(0))).isEqualTo(one);
        assertThat(ChangeFacts.hash(batch(other).transactions().get(0))).isNotEqualTo(one);
    }
}
