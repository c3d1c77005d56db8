package io.rowtrail.lake;

import io.rowtrail.trace.ChangeOrdinal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.jdbc.UncheckedSQLException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells a catalogue or an object store that does not answer from a mistake, for whatever kind they are. */
record AnsweringReader(LakeReader reader) implements LakeReader {
    @Override
    public List<LakeName> tables() {
        return answered(reader::tables);
    }

    @Override
    public Optional<LakeTable> table(LakeName name) {
        return answered(() -> reader.table(name));
    }

    @Override
    public List<LakeSnapshot> snapshots(LakeName name) {
        return answered(() -> reader.snapshots(name));
    }

    @Override
    public LakeRows rows(RowQuery query) {
        return answered(() -> reader.rows(query));
    }

    @Override
    public void each(RowQuery query, Consumer<LakeRow> sink) {
        answered(() -> {
            reader.each(query, sink);
            return true;
        });
    }

    @Override
    public long count(RowQuery query) {
        return answered(() -> reader.count(query));
    }

    @Override
    public TaggedCount countTagged(LakeName table, Set<ChangeOrdinal> ordinals) {
        return answered(() -> reader.countTagged(table, ordinals));
    }

    private static <T> T answered(Supplier<T> read) {
        try {
            return read.get();
        } catch (UncheckedSQLException | RESTException e) {
            throw new LakeUnreachableException("the lake's catalogue does not answer", e);
        } catch (SdkException e) {
            throw new LakeUnreachableException("the lake's object store does not answer", e);
        } catch (NotFoundException e) {
            throw new LakeException("a file of the lake is gone", e);
        }
    }
}
