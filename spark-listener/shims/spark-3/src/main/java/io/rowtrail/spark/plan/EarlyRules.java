package io.rowtrail.spark.plan;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import scala.collection.immutable.List;

/**
 * Rules that see a plan before any of its relations is looked up. Spark 3 has no hook so early: the session's analyser is
 * replaced, as soon as the session parses a statement or the name of a table.
 */
public final class EarlyRules {
    private EarlyRules() {}

    /**
     * Has {@code rule}, made for each session, applied to every plan.
     *
     * @param guard runs what must not harm the job
     */
    public static void inject(
            SparkSessionExtensions extensions, Supplier<Rule<LogicalPlan>> rule, Consumer<Runnable> guard) {
        extensions.injectParser((session, parser) -> new Parser(session, parser, rule.get(), guard));
    }

    private record Parser(
            SparkSession session, ParserInterface parser, Rule<LogicalPlan> rule, Consumer<Runnable> guard)
            implements ParserInterface {
        private ParserInterface installed() {
            guard.accept(() -> EarlyAnalyzer.install(session.sessionState(), rule));
            return parser;
        }

        @Override
        public LogicalPlan parsePlan(String text) throws ParseException {
            return installed().parsePlan(text);
        }

        @Override
        public LogicalPlan parseQuery(String text) throws ParseException {
            return installed().parseQuery(text);
        }

        @Override
        public TableIdentifier parseTableIdentifier(String text) throws ParseException {
            return installed().parseTableIdentifier(text);
        }

        @Override
        public List<String> parseMultipartIdentifier(String text) throws ParseException {
            return Seqs.of(Seqs.<String>java(installed().parseMultipartIdentifier(text)));
        }

        @Override
        public Expression parseExpression(String text) throws ParseException {
            return parser.parseExpression(text);
        }

        @Override
        public FunctionIdentifier parseFunctionIdentifier(String text) throws ParseException {
            return parser.parseFunctionIdentifier(text);
        }

        @Override
        public StructType parseTableSchema(String text) throws ParseException {
            return parser.parseTableSchema(text);
        }

        @Override
        public DataType parseDataType(String text) throws ParseException {
            return parser.parseDataType(text);
        }
    }
}
