package io.rowtrail.recompute.ask;

import io.rowtrail.recompute.plan.Assembled;
import io.rowtrail.recompute.plan.Assembly;
import io.rowtrail.recompute.plan.Sessions;
import io.rowtrail.spark.current.ChangeTable;
import io.rowtrail.spark.iceberg.IcebergOutputs;
import io.rowtrail.spark.tags.ChangeAbsence;
import io.rowtrail.spark.tags.TagSources;
import io.rowtrail.tags.Absence;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.GlobalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LocalLimit;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.Dataset;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** The tables that questions are asked of. */
public final class Lake {
    private static final int MOST_KNOWN = 1_000;

    private final Sessions sessions;
    private final String catalogue;
    private final TagSources sources;

    /**
     * @param root a session with the lake's catalogue
     * @param catalogue the only one whose tables are read
     * @param executor counts what is absent of a change table, beside the question that needs it
     */
    public Lake(SparkSession root, String catalogue, ExecutorService executor, Duration patience) {
        this.sessions = new Sessions(root);
        this.catalogue = catalogue;
        Function<ChangeTable, Absence> counted = new ChangeAbsence(root, executor, patience);
        Map<ChangeTable, Absence> known = new ConcurrentHashMap<>();
        this.sources = new TagSources(
                table -> {
                    if (known.size() > MOST_KNOWN) {
                        known.clear();
                    }
                    return known.computeIfAbsent(table, counted);
                },
                new IcebergOutputs());
    }

    Assembled query(Question question) {
        return Assembly.of(sessions, catalogue, question.run(), question.plans());
    }

    TagSources sources() {
        return sources;
    }

    /** At most {@code most} rows. */
    static List<Row> rows(Assembled query, LogicalPlan plan, int most) {
        Literal limit = Literal.create(most, DataTypes.IntegerType);
        return rows(query.session(), new GlobalLimit(limit, new LocalLimit(limit, plan)));
    }

    private static List<Row> rows(SparkSession session, LogicalPlan plan) {
        return Dataset.ofRows(session, plan).collectAsList();
    }
}
