package io.rowtrail.lake.files;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a table without a catalogue holds at one moment.
 *
 * @param state names this content: the version of a Delta table, else a number made of its files; not negative
 * @param files the data files
 * @param partitions names of the columns that are in the files' places and not in the files, in order
 * @param writes what made the content, oldest first; where that is not known, the oldest is nobody's
 * @param properties of the table
 */
record Contents(
        long state,
        List<StoredFile> files,
        List<String> partitions,
        List<Write> writes,
        Map<String, String> properties) {
    Contents {
        files = List.copyOf(files);
        partitions = List.copyOf(partitions);
        writes = List.copyOf(writes);
        properties = Map.copyOf(properties);
    }

    /**
     * A write.
     *
     * @param id names it within the table; not negative
     * @param stated what a run of ours says of it, by the names of {@code RowtrailProperties}; empty when none wrote it
     */
    record Write(long id, Instant at, Map<String, String> stated) {
        Write {
            stated = Map.copyOf(stated);
        }
    }
}
