package io.rowtrail.service.trace;

import io.rowtrail.audit.EntryName;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.RunId;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/**
 * Which rows a run left of a dataset, as it is known.
 *
 * @param id in the store
 * @param snapshot the table's, which the run wrote
 * @param keyColumns what named a row when it was made; none: all its columns
 * @param root over the leaves of all rows
 * @param saltKey what the rows' salts are made of
 * @param entry that tells of it
 */
record RowManifest(
        long id,
        DatasetId dataset,
        RunId run,
        long snapshot,
        List<String> keyColumns,
        long rows,
        Hash root,
        SecretKeySpec saltKey,
        EntryName entry) {
    RowManifest {
        keyColumns = List.copyOf(keyColumns);
    }
}
