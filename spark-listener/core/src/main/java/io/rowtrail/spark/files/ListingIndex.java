package io.rowtrail.spark.files;

import io.rowtrail.spark.plan.Seqs;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.PartitionDirectory;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.Seq;

/**
 * What a file command refreshes once its files are committed: that is when they are listed. No query reads it.
 *
 * @param index the table's own, if the files are a table's
 */
record ListingIndex(Path directory, Optional<FileIndex> index, Runnable listing) implements FileIndex {
    @Override
    public void refresh() {
        index.ifPresent(FileIndex::refresh);
        listing.run();
    }

    @Override
    public Seq<Path> rootPaths() {
        return Seqs.of(List.of(directory));
    }

    /** Called by Spark on Scala 2.13. */
    @SuppressWarnings("MissingOverride") // one of the two overrides, by the Scala version
    public Seq<PartitionDirectory> listFiles(Seq<Expression> partitions, Seq<Expression> data) {
        return Seqs.none();
    }

    /** Called by Spark on Scala 2.12. */
    @SuppressWarnings("MissingOverride")
    public Seq<PartitionDirectory> listFiles(
            scala.collection.Seq<Expression> partitions, scala.collection.Seq<Expression> data) {
        return Seqs.none();
    }

    @Override
    public String[] inputFiles() {
        return new String[0];
    }

    @Override
    public long sizeInBytes() {
        return 0;
    }

    @Override
    public StructType partitionSchema() {
        return new StructType();
    }
}
