package io.rowtrail.audit.postgres;

import io.rowtrail.audit.DatasetRef;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.merkle.TreeHasher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The datasets an entry is about, as a set that is stored once.
 *
 * @param id the first 16 bytes of {@code SHA-256(log || 0x00 || keys, 8 bytes each, big-endian)}
 * @param keys {@link DatasetKey}s, sorted, each once
 */
record DatasetSet(UUID id, List<Long> keys) {
    DatasetSet {
        keys = List.copyOf(keys);
    }

    /** Empty for no datasets. */
    static Optional<DatasetSet> of(LogName log, Collection<DatasetRef> datasets) {
        List<Long> keys =
                datasets.stream().map(DatasetKey::of).distinct().sorted().toList();
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * keys.size());
        keys.forEach(bytes::putLong);
        byte[] name = (log.value() + '\u0000').getBytes(StandardCharsets.UTF_8);
        ByteBuffer hash = ByteBuffer.wrap(TreeHasher.sha256(name, bytes.array()).toByteArray());
        return Optional.of(new DatasetSet(new UUID(hash.getLong(), hash.getLong()), keys));
    }
}
