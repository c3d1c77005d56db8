package io.rowtrail.bench.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.StructField;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run recompute}: how long the worker takes for the exact tags and absence of single rows of TPC-H's reports. */
@Command(
        name = "bench/run recompute",
        mixinStandardHelpOptions = true,
        description = "Asks the recompute worker for the exact tags and absence of random rows of TPC-H's reports.")
public final class RecomputeCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--scale", description = "the scale factor (default ${DEFAULT-VALUE})")
    double scale = 1;

    @Option(names = "--queries", split = ",", description = "numbers of the queries; default all")
    List<String> queries = new ArrayList<>();

    @Option(names = "--questions", description = "questions of each query's report (default ${DEFAULT-VALUE})")
    int questions = 5;

    @Option(names = "--warm-up", description = "questions of each before them (default ${DEFAULT-VALUE})")
    int warmUp = 2;

    @Option(names = "--seed", description = "of the rows asked for (default ${DEFAULT-VALUE})")
    long seed = 1;

    @Option(names = "--worker-heap", description = "of the worker (default ${DEFAULT-VALUE})")
    String heap = "3g";

    @Option(names = "--set", description = "a setting of the worker's Spark, key=value; several")
    Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--lake", description = "where the tables are kept (default ${DEFAULT-VALUE})")
    Path lake = Path.of(".rowtrail-bench/tpch");

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RecomputeCommand()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        List<Report> reports = reports();
        List<Double> all = new ArrayList<>();
        int exact = 0;
        try (RecomputeWorker worker = RecomputeWorker.start(new BenchLake(lake, scale), heap, settings)) {
            for (Report report : reports) {
                List<Double> times = new ArrayList<>();
                Map<String, Integer> told = new LinkedHashMap<>();
                for (int i = -warmUp; i < questions && !report.keys().isEmpty(); i++) {
                    ObjectNode key =
                            report.keys().get((i + warmUp) % report.keys().size());
                    long begin = System.nanoTime();
                    JsonNode answer = worker.ask(report.question(key));
                    if (i >= 0) {
                        times.add((System.nanoTime() - begin) / 1e9);
                        String exactness = answer.path("exactness").asText("none");
                        told.merge(exactness, 1, Integer::sum);
                        exact += exactness.equals("exact") ? 1 : 0;
                    }
                }
                all.addAll(times);
                System.out.printf(Locale.ROOT, "%-5s %s  %s%n", report.name(), percentiles(times), told);
            }
        }
        System.out.printf(Locale.ROOT, "all   %s  %d of %d answers exact%n", percentiles(all), exact, all.size());
        return 0;
    }

    /** Writes each report with tags, as a job would; what it told of its plan goes with it. */
    private List<Report> reports() throws IOException {
        try (PlanReceiver received = PlanReceiver.start()) {
            SparkSession session =
                    new BenchLake(lake, scale).session("bench-recompute", Map.of("spark.rowtrail.url", received.url()));
            try {
                session.conf().set("spark.rowtrail.tags.mode", "off");
                Suite suite = new Tpch(scale);
                session.sql("CREATE NAMESPACE IF NOT EXISTS lake." + suite.name());
                session.sql("CREATE NAMESPACE IF NOT EXISTS lake.reports");
                suite.write(session);
                session.sql("USE lake." + suite.name());
                session.conf().set("spark.rowtrail.tags.mode", "eager");
                List<Report> reports = new ArrayList<>();
                for (Map.Entry<String, String> query : suite.queries().entrySet()) {
                    if (queries.isEmpty() || queries.contains(query.getKey().substring(1))) {
                        String table = "reports." + query.getKey();
                        session.sql("CREATE OR REPLACE TABLE lake." + table + " USING iceberg AS " + query.getValue());
                        reports.add(new Report(
                                query.getKey(),
                                received.planOf(table, Duration.ofSeconds(30)),
                                keys(session, "lake." + table)));
                    }
                }
                return reports;
            } finally {
                session.stop();
            }
        }
    }

    /** Random rows, each by those of its columns that are no sums or averages, or by all where it has none else. */
    private List<ObjectNode> keys(SparkSession session, String table) {
        StructField[] fields = session.table(table).schema().fields();
        List<StructField> chosen =
                Arrays.stream(fields).filter(field -> !isFigure(field)).toList();
        List<StructField> columns = chosen.isEmpty() ? List.of(fields) : chosen;
        List<ObjectNode> keys = new ArrayList<>();
        String order = " ORDER BY rand(" + seed + ") LIMIT " + (questions + warmUp);
        for (Row row : session.sql("SELECT * FROM " + table + order).collectAsList()) {
            ObjectNode key = JSON.createObjectNode();
            for (StructField column : columns) {
                Object value = row.getAs(column.name());
                key.put(column.name(), value == null ? null : value.toString());
            }
            keys.add(key);
        }
        return keys;
    }

    private static boolean isFigure(StructField field) {
        return field.dataType() instanceof DecimalType || field.dataType() instanceof DoubleType;
    }

    private static String percentiles(List<Double> seconds) {
        if (seconds.isEmpty()) {
            return "no rows";
        }
        double[] sorted =
                seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(
                Locale.ROOT,
                "p50 %.2f  p95 %.2f  max %.2f s",
                sorted[(sorted.length - 1) / 2],
                sorted[(int) Math.ceil(sorted.length * 0.95) - 1],
                sorted[sorted.length - 1]);
    }

    /** A report that was written: the plan its run told of, and keys of rows. */
    private record Report(String name, PlanReceiver.Plan plan, List<ObjectNode> keys) {
        ObjectNode question(ObjectNode key) {
            ObjectNode question = JSON.createObjectNode().put("run", plan.run());
            question.putObject("plans").set(plan.run(), plan.facet());
            question.set("key", key);
            return question;
        }
    }
}
