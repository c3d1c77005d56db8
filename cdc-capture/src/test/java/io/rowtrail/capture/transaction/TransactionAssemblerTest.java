package io.rowtrail.capture.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.capture.source.ChangeRow;
import io.rowtrail.capture.source.SourceEvent;
import io.rowtrail.capture.source.SourceTable;
import io.rowtrail.capture.state.CaptureException;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.TagSource;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;

class TransactionAssemblerTest {
    private static final String FIRST = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SECOND = "0af7651916cd43dd8448eb211c80319c";
    private static final SourceTable TABLE = new SourceTable(
            "public",
            "sale",
            Map.of("id", new SourceTable.Column("int8", Types.LongType.get())),
            List.of("id"),
            SourceTable.ReplicaIdentity.FULL);

    private final TransactionAssembler assembler = new TransactionAssembler(SpillPlace.NOWHERE);

    private void row() {
        assembler.change(
                new SourceEvent.Change(9, new ChangeRow(TABLE, "c", List.of("id"), new Object[] {1L}), 1_000, 0, null));
    }

    private void message(String content) {
        assembler.message(new SourceEvent.Message(9, "rowtrail", content));
    }

    private SourceTransaction end(int events) {
        return assembler.end(new SourceEvent.End(9, 77, events, null));
    }

    private void begin() {
        assembler.begin(new SourceEvent.Begin(9));
    }

    @Test
    void bindsTheWholeTransactionByAMessageInItsMiddle() {
        begin();
        row();
        message("00-" + FIRST + "-00f067aa0ba902b7-01;origin=asserted");
        row();
        SourceTransaction transaction = end(3);
        assertThat(transaction.rows().size()).isEqualTo(2);
        assertThat(transaction.binding().firstTraceId()).contains(FIRST);
        assertThat(transaction.binding().tagSource()).isEqualTo(TagSource.MESSAGE);
        assertThat(transaction.binding().traces().get(0).origin()).isEqualTo(Origin.ASSERTED);
        assertThat(transaction.commitLsn()).isEqualTo(77);
        assertThat(transaction.commitMicros()).isEqualTo(1_000);
    }

    @Test
    void keepsSeveralTracesFirstBoundFirstAndEachOnce() {
        begin();
        message("00-" + SECOND + "-00f067aa0ba902b7-01");
        message("00-" + FIRST + "-00f067aa0ba902b7-01");
        message("00-" + SECOND + "-00f067aa0ba902b7-01");
        row();
        assertThat(end(4).binding().traces().stream()
                        .map(trace -> trace.traceId().hex()))
                .containsExactly(SECOND, FIRST);
    }

    @Test
    void countsInvalidOnesAndSaysSo() {
        begin();
        message("00-XYZ");
        row();
        SourceTransaction transaction = end(2);
        assertThat(transaction.binding().tagSource()).isEqualTo(TagSource.INVALID);
        assertThat(transaction.binding().firstTraceId()).isEmpty();
        assertThat(assembler.invalidBindings()).isEqualTo(1);
    }

    @Test
    void takesTheFirstValidOneAfterAnInvalidOne() {
        begin();
        message("00-XYZ");
        message("00-" + FIRST + "-00f067aa0ba902b7-01");
        row();
        assertThat(end(3).binding().tagSource()).isEqualTo(TagSource.MESSAGE);
    }

    @Test
    void carriesNothingIntoTheNextTransaction() {
        begin();
        message("00-" + FIRST + "-00f067aa0ba902b7-01");
        row();
        end(2);
        assertThat(assembler.isOpen()).isFalse();
        begin();
        row();
        SourceTransaction next = end(1);
        assertThat(next.rows().size()).isEqualTo(1);
        assertThat(next.binding().tagSource()).isEqualTo(TagSource.NONE);
    }

    @Test
    void countsMessagesOutsideTransactionsAndBindsNothingByThem() {
        assembler.message(new SourceEvent.Message(0, "rowtrail", "00-" + FIRST + "-00f067aa0ba902b7-01"));
        begin();
        row();
        assertThat(end(1).binding().tagSource()).isEqualTo(TagSource.NONE);
        assertThat(assembler.looseMessages()).isEqualTo(1);
    }

    @Test
    void stopsWhenEventsAreMissing() {
        begin();
        row();
        assertThatThrownBy(() -> end(2))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("2 events at the source and 1 came");
    }

    @Test
    void forgetsATransactionThatABrokenConnectionLeftOpen() {
        begin();
        message("00-" + FIRST + "-00f067aa0ba902b7-01");
        row();
        begin();
        row();
        SourceTransaction transaction = end(1);
        assertThat(transaction.rows().size()).isEqualTo(1);
        assertThat(transaction.binding().tagSource()).isEqualTo(TagSource.NONE);
    }

    @Test
    void stopsWhenTransactionsInterleave() {
        begin();
        assertThatThrownBy(() -> assembler.change(
                        new SourceEvent.Change(10, new ChangeRow(TABLE, "t", List.of(), new Object[0]), 0, 0, null)))
                .isInstanceOf(CaptureException.class);
    }
}
