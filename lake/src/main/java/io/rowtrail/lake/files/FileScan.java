package io.rowtrail.lake.files;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.data.IdentityPartitionConverters;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.expressions.Binder;
import org.apache.iceberg.expressions.Evaluator;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.types.TypeUtil;
import org.apache.iceberg.util.PartitionUtil;

/**
 * Reads a table of {@link FileTables} as Iceberg's own generic reader would, if that knew columns by name: files are skipped by their
 * bounds and partitions, row groups by theirs.
 */
public final class FileScan {
    private FileScan() {}

    /** Whether it is a table of {@link FileTables}. */
    public static boolean reads(Table table) {
        return table instanceof BaseTable made && made.operations() instanceof MemoryTable;
    }

    /** The rows of which a condition holds, with these columns. */
    public static CloseableIterable<Record> rows(Table table, Expression condition, Collection<String> columns) {
        NameMapping names = NameMappingParser.fromJson(table.properties().get(TableProperties.DEFAULT_NAME_MAPPING));
        Schema wanted = table.schema().select(columns);
        // What is compared has to be read as well.
        Schema read = TypeUtil.select(
                table.schema(),
                union(wanted, Binder.boundReferences(table.schema().asStruct(), List.of(condition), true)));
        CloseableIterable<FileScanTask> tasks =
                table.newScan().filter(condition).planFiles();
        Evaluator matches = new Evaluator(read.asStruct(), condition);
        InternalRecordWrapper values = new InternalRecordWrapper(read.asStruct());
        CloseableIterable<CloseableIterable<Record>> files = CloseableIterable.transform(
                tasks,
                task -> CloseableIterable.filter(
                        file(table, task, read, names), row -> matches.eval(values.wrap(row))));
        return CloseableIterable.concat(files);
    }

    private static Set<Integer> union(Schema wanted, Set<Integer> compared) {
        Set<Integer> all = new HashSet<>(TypeUtil.getProjectedIds(wanted));
        all.addAll(compared);
        return all;
    }

    private static CloseableIterable<Record> file(Table table, FileScanTask task, Schema read, NameMapping names) {
        Map<Integer, ?> constants = PartitionUtil.constantsMap(task, IdentityPartitionConverters::convertConstant);
        return Parquet.read(table.io().newInputFile(task.file().location()))
                .project(read)
                .withNameMapping(names)
                .createReaderFunc(stored -> GenericParquetReaders.buildReader(read, stored, constants))
                .filter(task.residual())
                .build();
    }
}
