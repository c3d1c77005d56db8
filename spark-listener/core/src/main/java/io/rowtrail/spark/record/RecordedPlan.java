package io.rowtrail.spark.record;

import io.rowtrail.spark.current.ChangeTable;
import io.rowtrail.spark.iceberg.IcebergTables;
import io.rowtrail.spark.iceberg.SnapshotAuthor;
import io.rowtrail.spark.lineage.DatasetName;
import io.rowtrail.spark.lineage.Datasets;
import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.trace.RowtrailColumns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.internal.SQLConf;
import scala.runtime.AbstractFunction0;

/** A query as SQL that can be run again, or why there is none. */
public sealed interface RecordedPlan {
    /** Texts beyond this are not recorded. */
    int MOST_BYTES = 256 * 1024;

    /**
     * The query's text.
     *
     * @param sql its columns are called as they come; the same plan always gives the same text, and the text read again itself
     * @param columns what the query calls its columns, in order
     * @param inputs the tables that the text names, each once for each way it is read
     * @param nondeterministic functions and operators whose result the inputs do not determine
     */
    record Known(String sql, List<String> columns, List<Input> inputs, List<String> nondeterministic)
            implements RecordedPlan {
        public Known {
            columns = List.copyOf(columns);
            inputs = List.copyOf(inputs);
            nondeterministic = List.copyOf(nondeterministic);
        }
    }

    /** There is none; {@code reason} is for a reader. */
    record Unknown(String reason) implements RecordedPlan {}

    /**
     * A table that a text names.
     *
     * @param relation its dotted name with its catalogue, parts quoted only where they must be
     * @param snapshot what was read; empty where the format has none, or there was none yet
     * @param author the run that wrote what was read
     * @param through the pin, when the current state of a change table is read
     */
    record Input(
            String relation,
            DatasetName name,
            OptionalLong snapshot,
            Optional<SnapshotAuthor> author,
            OptionalLong through) {}

    /**
     * What {@code query}, analysed and without tags, was.
     *
     * @param settings those of {@link ResultSettings} under which it was analysed
     */
    static RecordedPlan of(LogicalPlan query, Map<String, String> settings) {
        return SQLConf.withExistingConf(ResultSettings.conf(settings), new AbstractFunction0<RecordedPlan>() {
            @Override
            public RecordedPlan apply() {
                return said(query);
            }
        });
    }

    private static RecordedPlan said(LogicalPlan written) {
        LogicalPlan query = withoutTags(written);
        try {
            PlanSql plan = new PlanSql();
            String sql = plan.of(query);
            int bytes = sql.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MOST_BYTES) {
                return new Unknown("its text would take " + bytes + " bytes");
            }
            Set<Input> inputs = new LinkedHashSet<>();
            plan.reads().forEach(read -> inputs.add(input(read)));
            return new Known(
                    sql,
                    Nodes.output(query).stream().map(Attribute::name).toList(),
                    new ArrayList<>(inputs),
                    List.copyOf(plan.nondeterministic()));
        } catch (UnsayableException e) {
            return new Unknown(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return new Unknown("it is nested too deeply");
        }
    }

    /** A table that has tags is given a placeholder for them by whoever inserts into it. */
    private static LogicalPlan withoutTags(LogicalPlan query) {
        List<Attribute> output = Nodes.output(query);
        List<Attribute> kept = output.stream()
                .filter(column -> !column.name().equalsIgnoreCase(RowtrailColumns.TAGS))
                .toList();
        return kept.size() == output.size() ? query : Nodes.project(kept, query);
    }

    private static Input input(LeafSql.Read read) {
        DataSourceV2Relation relation = read.relation();
        boolean iceberg = IcebergTables.isIceberg(relation.table());
        Optional<Long> snapshot = IcebergTables.snapshotId(relation.table());
        return new Input(
                read.name(),
                Datasets.ofTable(
                        Seqs.java(relation.catalog()).orElseThrow(),
                        Seqs.java(relation.identifier()).orElseThrow(),
                        iceberg),
                snapshot.map(OptionalLong::of).orElseGet(OptionalLong::empty),
                SnapshotAuthor.of(relation.table()),
                read.state()
                        .map(ChangeTable::completeThrough)
                        .map(OptionalLong::of)
                        .orElseGet(OptionalLong::empty));
    }
}
