package io.rowtrail.spark.tags;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A catalog of names and columns only: queries are analysed against it, their rows are put in afterwards. */
public final class MemoryCatalog implements TableCatalog {
    private static final Map<String, Named> TABLES = new ConcurrentHashMap<>();

    private String name = "mem";

    static void put(String table, StructType columns) {
        put(table, columns, Map.of());
    }

    static void put(String table, StructType columns, Map<String, String> properties) {
        TABLES.put(table, new Named(table, columns, Map.copyOf(properties)));
    }

    private record Named(String name, StructType type, Map<String, String> properties) implements Table {
        /** Spark 3 has no default for it. */
        @Override
        @SuppressWarnings("deprecation")
        public StructType schema() {
            return type;
        }

        @Override
        public Column[] columns() {
            return Arrays.stream(type.fields())
                    .map(field -> Column.create(field.name(), field.dataType(), field.nullable()))
                    .toArray(Column[]::new);
        }

        @Override
        public Set<TableCapability> capabilities() {
            return Set.of(TableCapability.BATCH_READ);
        }
    }

    @Override
    public void initialize(String catalog, CaseInsensitiveStringMap options) {
        name = catalog;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Identifier[] listTables(String[] namespace) {
        return new Identifier[0];
    }

    @Override
    public Table loadTable(Identifier table) throws NoSuchTableException {
        Named named = TABLES.get(table.name());
        if (named == null) {
            throw new NoSuchTableException(table);
        }
        return named;
    }

    /** Spark 3 has no default for it. */
    @Override
    @SuppressWarnings("deprecation")
    public Table createTable(
            Identifier table, StructType columns, Transform[] partitions, Map<String, String> properties) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    public Table alterTable(Identifier table, TableChange... changes) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    public boolean dropTable(Identifier table) {
        return false;
    }

    @Override
    public void renameTable(Identifier from, Identifier to) {
        throw new UnsupportedOperationException("read only");
    }
}
