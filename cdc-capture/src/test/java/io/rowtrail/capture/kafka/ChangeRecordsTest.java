package io.rowtrail.capture.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.capture.source.SourceTable.Column;
import io.rowtrail.capture.source.SourceTable.ReplicaIdentity;
import io.rowtrail.capture.transaction.Binding;
import io.rowtrail.capture.transaction.BoundTrace;
import io.rowtrail.capture.transaction.SourceTransaction;
import io.rowtrail.capture.transaction.TransactionRows;
import io.rowtrail.trace.ChangeOrdinal;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TagSource;
import io.rowtrail.trace.TraceId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChangeRecordsTest {
    private static final TraceId A = TraceId.parse("4bf92f3577b34da6a3ce929d0e0e4736");
    private static final TraceId B = TraceId.parse("0af7651916cd43dd8448eb211c80319c");
    private static final SpanId SPAN = new SpanId("00f067aa0ba902b7");
    private static final long COMMIT_MICROS = 1_700_000_000_123_456L;
    private static final SourceTable TABLE = new SourceTable(
            "public",
            "line",
            Map.of("id", new Column("int8", Types.LongType.get())),
            List.of("id"),
            ReplicaIdentity.DEFAULT);

    private static KafkaConfig config(String... settings) {
        Properties p = new Properties();
        p.setProperty("kafka.bootstrap.servers", "broker:9092");
        for (int i = 0; i < settings.length; i += 2) {
            p.setProperty(settings[i], settings[i + 1]);
        }
        return KafkaConfig.from(p, "shop");
    }

    private static List<ProducerRecord<byte[], byte[]>> records(
            KafkaConfig config, long txid, Binding binding, ChangeRow... rows) {
        ChangeRecords records = new ChangeRecords(
                config,
                new Envelope("shop", "shopdb", "3.6.1"),
                new TraceHeaders("shop", "postgres://db:5432/shopdb"),
                Clock.fixed(Instant.ofEpochMilli(5), ZoneOffset.UTC));
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        SourceTransaction transaction =
                new SourceTransaction(txid, 77, COMMIT_MICROS, binding, TransactionRows.of(List.of(rows)));
        records.each(
                transaction,
                ChangeOrdinal.of(1, 9),
                record -> all.add(again(record).toSend()));
        return all;
    }

    /** Written to a file and read. */
    private static ChangeRecord again(ChangeRecord record) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            record.write(new DataOutputStream(bytes));
            return ChangeRecord.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChangeRow row(String op, List<String> names, @Nullable Object... values) {
        return new ChangeRow(TABLE, op, names, values);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
        List<String> all = new ArrayList<>();
        for (Header header : record.headers()) {
            all.add(header.key() + "=" + text(header.value()));
        }
        return all;
    }

    private static Binding binding(BoundTrace... traces) {
        return new Binding(List.of(traces), traces[0].tagSource());
    }

    @Test
    void hasDebeziumsEnvelopeAndKey() {
        ProducerRecord<byte[], byte[]> record = records(
                        config(),
                        42,
                        new Binding(List.of(), TagSource.NONE),
                        row("c", List.of("id", "n"), 7L, new BigDecimal("1.50")))
                .get(0);
        assertThat(record.topic()).isEqualTo("shop.public.line");
        assertThat(record.partition()).isNull();
        assertThat(text(record.key())).isEqualTo("{\"id\":7}");
        assertThat(text(record.value()))
                .isEqualTo("{\"before\":null,\"after\":{\"id\":7,\"n\":\"1.50\"},\"source\":{\"version\":\"3.6.1\","
                        + "\"connector\":\"postgresql\",\"name\":\"shop\",\"ts_ms\":1700000000123,\"snapshot\":\"false\","
                        + "\"db\":\"shopdb\",\"ts_us\":1700000000123456,\"schema\":\"public\",\"table\":\"line\","
                        + "\"txId\":42,\"lsn\":77},\"transaction\":{\"id\":\"42:77\",\"total_order\":1,"
                        + "\"data_collection_order\":1},\"op\":\"c\",\"ts_ms\":5}");
    }

    @Test
    void writesValuesAsDebeziumDoes() {
        List<String> names = List.of("id", "d", "t", "l", "z", "b", "x", "f", "s");
        ChangeRow row = row(
                "r",
                names,
                1L,
                LocalDate.of(1970, 1, 11),
                LocalTime.of(0, 0, 1),
                LocalDateTime.of(1970, 1, 1, 0, 0, 2),
                OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC),
                ByteBuffer.wrap(new byte[] {1, 2}),
                null,
                1.5,
                "ä\"");
        assertThat(text(records(config(), 0, Binding.SNAPSHOT, row).get(0).value()))
                .contains(
                        "\"after\":{\"id\":1,\"d\":10,\"t\":1000000,\"l\":2000000,\"z\":\"2026-01-02T03:04:05Z\","
                                + "\"b\":\"AQI=\",\"x\":null,\"f\":1.5,\"s\":\"ä\\\"\"}",
                        "\"snapshot\":\"true\"",
                        "\"txId\":null",
                        "\"transaction\":null");
    }

    @Test
    void hasOneTraceparentAndLinksToTheOthers() {
        Binding binding = binding(
                new BoundTrace(A, SPAN, 1, TagSource.MESSAGE, Origin.ASSERTED),
                new BoundTrace(B, SPAN, 0, TagSource.MESSAGE, Origin.UNSTATED),
                new BoundTrace(B, null, 0, TagSource.COLUMN, Origin.UNSTATED));
        String traceparent = "00-" + A.hex() + "-00f067aa0ba902b7-01";
        String ordinal = ChangeOrdinal.of(1, 9).toString();
        assertThat(headers(records(config(), 42, binding, row("c", List.of("id"), 7L))
                        .get(0)))
                .containsExactly(
                        "rowtrail-source=shop",
                        "rowtrail-ordinal=" + ordinal,
                        "rowtrail-tag-source=message",
                        "rowtrail-trace-id=" + A.hex(),
                        "rowtrail-origin=asserted",
                        "traceparent=" + traceparent,
                        "rowtrail-link=00-" + B.hex() + "-00f067aa0ba902b7-00",
                        "rowtrail-link=" + B.hex(),
                        "rowtrail-seq=0",
                        "content-type=application/json",
                        "ce_specversion=1.0",
                        "ce_id=" + ordinal + "-0",
                        "ce_source=postgres://db:5432/shopdb",
                        "ce_type=io.debezium.connector.postgresql.DataChangeEvent",
                        "ce_subject=public.line",
                        "ce_time=2023-11-14T22:13:20.123456Z",
                        "ce_traceparent=" + traceparent);
    }

    @Test
    void makesNoParentUp() {
        Binding binding = binding(new BoundTrace(A, null, 0, TagSource.COLUMN, Origin.UNSTATED));
        assertThat(headers(records(config(), 42, binding, row("c", List.of("id"), 7L))
                        .get(0)))
                .contains("rowtrail-trace-id=" + A.hex())
                .noneMatch(header -> header.contains("traceparent"));
    }

    @Test
    void aDeleteHasItsRowBeforeAndATombstone() {
        List<ProducerRecord<byte[], byte[]>> both = records(
                config(),
                42,
                new Binding(List.of(), TagSource.NONE),
                row("u", List.of("id"), 8L),
                row("d", List.of("id"), 7L));
        assertThat(both).hasSize(3);
        assertThat(text(both.get(1).value())).contains("\"before\":{\"id\":7},\"after\":null", "\"total_order\":2");
        assertThat(both.get(2).value()).isNull();
        assertThat(text(both.get(2).key())).isEqualTo("{\"id\":7}");
        assertThat(headers(both.get(2))).contains("rowtrail-seq=1").noneMatch(header -> header.startsWith("ce_"));
        assertThat(records(
                        config("kafka.tombstones", "false"),
                        42,
                        new Binding(List.of(), TagSource.NONE),
                        row("d", List.of("id"), 7L)))
                .hasSize(1);
    }

    @Test
    void aTruncateHasNoKeyAndGoesToTheFirstPartition() {
        ProducerRecord<byte[], byte[]> record = records(
                        config(), 42, new Binding(List.of(), TagSource.NONE), row("t", List.of()))
                .get(0);
        assertThat(record.key()).isNull();
        assertThat(record.partition()).isZero();
        assertThat(text(record.value())).contains("\"before\":null,\"after\":null", "\"op\":\"t\"");
    }

    @Test
    void hasTheDefaultsThatItDocumentsAndKeepsSecretsOutOfItsText() {
        KafkaConfig config = config("kafka.client.sasl.jaas.config", "hush");
        assertThat(config.prefix()).isEqualTo("shop");
        assertThat(config.creation()).isEqualTo(KafkaConfig.Creation.CREATE);
        assertThat(config.tombstones()).isEqualTo(KafkaConfig.Tombstones.SEND);
        assertThat(config.transactionTimeout()).hasMinutes(15);
        assertThat(config.client()).containsOnlyKeys("sasl.jaas.config");
        assertThat(config.positionTopic()).isEqualTo("shop.rowtrail-position");
        assertThat(config.toString()).doesNotContain("hush");
        assertThat(KafkaConfig.KEYS).hasSize(5);
    }

    @Test
    void refusesWhatWouldLoseOrDouble() {
        assertThatThrownBy(() -> config("kafka.client.acks", "1")).hasMessageContaining("kafka.client.acks");
        assertThatThrownBy(() -> config("kafka.tombstones", "yes")).hasMessageContaining("kafka.tombstones");
        assertThatThrownBy(() -> config("kafka.bootstrap.servers", "")).hasMessageContaining("kafka.bootstrap.servers");
        assertThatThrownBy(() -> config("kafka.topic.prefix", "a b")).hasMessageContaining("kafka.topic.prefix");
        assertThatThrownBy(() -> config("kafka.transaction.timeout.ms", "soon"))
                .hasMessageContaining("kafka.transaction.timeout.ms");
    }
}
