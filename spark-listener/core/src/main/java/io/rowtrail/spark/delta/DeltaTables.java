package io.rowtrail.spark.delta;

import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.tags.FileColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.ResolvedIdentifier;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.TableSpecBase;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.execution.datasources.FileIndex;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.sources.CreatableRelationProvider;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Where the Delta table lies that a command writes: the name of its dataset, since it is read by path too. */
public final class DeltaTables {
    private static final String FORMAT = "delta";
    private static final String TABLE = "org.apache.spark.sql.delta.catalog.DeltaTableV2";
    private static final String SOURCE = "org.apache.spark.sql.delta.sources.DeltaDataSource";
    /** Options, in lower case. */
    private static final Set<String> PARTIAL =
            Set.of("replacewhere", "partitionoverwritemode", "replaceon", "replaceusing");

    private static final String CATALOG = "org.apache.spark.sql.delta.catalog.";

    private DeltaTables() {}

    /** Whether {@code save()} with this source writes a Delta table. */
    public static boolean isSource(CreatableRelationProvider source) {
        return source.getClass().getName().equals(SOURCE);
    }

    /** Whether an overwrite with these options leaves rows that are there. */
    public static boolean overwritesPart(Map<String, String> options) {
        return SQLConf.get().partitionOverwriteMode().toString().equalsIgnoreCase("dynamic")
                || options.keySet().stream().anyMatch(option -> PARTIAL.contains(option.toLowerCase(Locale.ROOT)));
    }

    /** The table at {@code path}; empty when there is none. */
    public static Optional<Table> at(CreatableRelationProvider source, String path) {
        try {
            Path log = new Path(path, DeltaCommit.LOG);
            boolean exists = log.getFileSystem(
                            SparkSession.active().sparkContext().hadoopConfiguration())
                    .exists(log);
            return exists && source instanceof TableProvider tables
                    ? Optional.of(tables.getTable(new StructType(), new Transform[0], Map.of("path", path)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it is a Delta table that the session's catalog, or a path, led to. */
    public static boolean isOne(Table table) {
        return table.getClass().getName().equals(TABLE);
    }

    /** A Delta table as its own rules read it, perhaps under a name; empty for any other plan. */
    public static Optional<LogicalRelation> files(LogicalPlan plan) {
        LogicalPlan node = plan;
        while (node instanceof SubqueryAlias alias) {
            node = alias.child();
        }
        return node instanceof LogicalRelation files && FileColumn.isDelta(files) ? Optional.of(files) : Optional.empty();
    }

    private static FileIndex index(LogicalRelation files) {
        return ((HadoopFsRelation) files.relation()).location();
    }

    /** What the table says of itself. */
    @SuppressWarnings("unchecked") // texts by texts
    public static Map<String, String> properties(LogicalRelation files) {
        try {
            Object metadata = index(files).getClass().getMethod("metadata").invoke(index(files));
            return Seqs.javaMap((scala.collection.Map<String, String>)
                    metadata.getClass().getMethod("configuration").invoke(metadata));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Delta keeps a table's properties elsewhere", e);
        }
    }

    /** Whether a MERGE gives the table the columns that its source has more. */
    public static boolean evolvesByMerge() {
        return Boolean.parseBoolean(SQLConf.get().getConfString("spark.databricks.delta.schema.autoMerge.enabled", "false"));
    }

    /** The location of an existing target; empty when it is no Delta table. */
    public static Optional<String> location(LogicalPlan target) {
        if (target instanceof DataSourceV2Relation relation) {
            return location(relation.table());
        }
        return files(target).map(files -> index(files).rootPaths().head().toString());
    }

    private static Optional<String> location(Table table) {
        return isOne(table)
                ? Optional.ofNullable(table.properties().get(TableCatalog.PROP_LOCATION))
                : Optional.empty();
    }

    /** Where a table will be made by a statement; empty when it will be no Delta table. */
    public static Optional<String> location(LogicalPlan name, TableSpecBase spec) {
        if (!(name instanceof ResolvedIdentifier target)
                || !target.catalog().getClass().getName().startsWith(CATALOG)
                || !Seqs.java(spec.provider()).orElseGet(DeltaTables::defaultProvider).equalsIgnoreCase(FORMAT)) {
            return Optional.empty();
        }
        Optional<String> stated = Seqs.java(spec.location());
        return stated.or(() -> existing(target.catalog(), target.identifier()))
                .or(() -> Optional.of(byName(target.identifier())));
    }

    private static String defaultProvider() {
        return SQLConf.get().defaultDataSourceName();
    }

    private static Optional<String> existing(CatalogPlugin catalog, Identifier identifier) {
        try {
            return catalog instanceof TableCatalog tables
                    ? location(tables.loadTable(identifier))
                    : Optional.empty();
        } catch (NoSuchTableException e) {
            return Optional.empty();
        }
    }

    /** The session's catalog puts a table where its database is; {@code delta.`path`} is a path. */
    private static String byName(Identifier identifier) {
        String[] namespace = identifier.namespace();
        if (namespace.length == 1 && namespace[0].equalsIgnoreCase(FORMAT)) {
            return identifier.name();
        }
        Option<String> database =
                namespace.length == 0 ? Option.empty() : Option.apply(namespace[namespace.length - 1]);
        return SparkSession.active()
                .sessionState()
                .catalog()
                .defaultTablePath(new TableIdentifier(identifier.name(), database))
                .toString();
    }
}
