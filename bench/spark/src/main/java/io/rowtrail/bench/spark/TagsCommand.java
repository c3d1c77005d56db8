package io.rowtrail.bench.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/run tags}: TPC-H written to Iceberg tables without tags and with them, in turn, in one session. */
@Command(
        name = "bench/run tags",
        mixinStandardHelpOptions = true,
        description =
                "What row tags cost: TPC-H, each query as CREATE OR REPLACE TABLE AS, in pairs with and without tags.")
public final class TagsCommand implements Callable<Integer> {
    private static final String MODE = "spark.rowtrail.tags.mode";

    @Option(names = "--scale", description = "the scale factor (default ${DEFAULT-VALUE})")
    double scale = 0.1;

    @Option(names = "--tpcds", description = "TPC-DS in place of TPC-H; to compare rows at small scales")
    boolean tpcds;

    @Option(names = "--queries", split = ",", description = "numbers of the queries, as 1 or 14a; default all")
    List<String> queries = new ArrayList<>();

    @Option(names = "--sql", description = "this query instead, over the tables lineitem, orders …")
    List<String> statements = new ArrayList<>();

    @Option(names = "--modes", split = ",", description = "compared with off (default ${DEFAULT-VALUE})")
    List<String> modes = List.of("eager");

    @Option(names = "--repeats", description = "pairs a query (default ${DEFAULT-VALUE})")
    int repeats = 7;

    @Option(names = "--warm-up", description = "pairs before them (default ${DEFAULT-VALUE})")
    int warmUp = 1;

    @Option(names = "--explain", description = "print the plans instead of measuring; the outputs must be there")
    boolean explain;

    @Option(names = "--lake", description = "where the tables are kept (default ${DEFAULT-VALUE})")
    Path lake = Path.of(".rowtrail-bench/tpch");

    @Option(names = "--set", description = "a setting of Spark, key=value; several")
    Map<String, String> settings = new LinkedHashMap<>();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new TagsCommand()).execute(arguments));
    }

    @Override
    public Integer call() {
        SparkSession session = new BenchLake(lake, scale).session("bench-tags", settings);
        try {
            session.conf().set(MODE, "off");
            Suite suite = tpcds ? new Tpcds(scale) : new Tpch(scale);
            session.sql("CREATE NAMESPACE IF NOT EXISTS lake." + suite.name());
            session.sql("CREATE NAMESPACE IF NOT EXISTS lake.out");
            suite.write(session);
            session.sql("USE lake." + suite.name());
            Map<String, List<Ratios>> cpu = new LinkedHashMap<>();
            Map<String, List<Ratios>> wall = new LinkedHashMap<>();
            boolean same = true;
            for (Map.Entry<String, String> query : chosen(suite).entrySet()) {
                for (String mode : modes) {
                    if (explain) {
                        session.conf().set(MODE, mode);
                        System.out.println(session.sql("EXPLAIN INSERT OVERWRITE " + output(query.getKey(), mode) + " "
                                        + query.getValue())
                                .head()
                                .getString(0));
                        continue;
                    }
                    same &= compare(session, query.getKey(), query.getValue(), mode, cpu, wall);
                }
            }
            for (String mode : cpu.keySet()) {
                System.out.printf(
                        "%-8s all   geometric mean: cpu %s  wall %s%n",
                        mode,
                        Ratios.geometricMean(cpu.getOrDefault(mode, List.of())),
                        Ratios.geometricMean(wall.getOrDefault(mode, List.of())));
            }
            return same ? 0 : 1;
        } finally {
            session.stop();
        }
    }

    private Map<String, String> chosen(Suite suite) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (int i = 0; i < statements.size(); i++) {
            chosen.put("sql" + (i + 1), statements.get(i));
        }
        if (!statements.isEmpty() && queries.isEmpty()) {
            return chosen;
        }
        suite.queries().forEach((name, text) -> {
            if (queries.isEmpty() || queries.contains(name.substring(1))) {
                chosen.put(name, text);
            }
        });
        return chosen;
    }

    private boolean compare(
            SparkSession session,
            String name,
            String query,
            String mode,
            Map<String, List<Ratios>> allCpu,
            Map<String, List<Ratios>> allWall) {
        List<Double> cpu = new ArrayList<>();
        List<Double> wall = new ArrayList<>();
        long plain = 0;
        for (int i = -warmUp; i < repeats; i++) {
            Measured without;
            Measured with;
            if (i % 2 == 0) {
                without = run(session, name, query, "off");
                with = run(session, name, query, mode);
            } else {
                with = run(session, name, query, mode);
                without = run(session, name, query, "off");
            }
            if (i >= 0) {
                cpu.add((double) with.cpu() / without.cpu());
                wall.add((double) with.wall() / without.wall());
                plain += without.cpu() / repeats;
            }
        }
        Ratios byCpu = new Ratios(cpu);
        Ratios byWall = new Ratios(wall);
        allCpu.computeIfAbsent(mode, m -> new ArrayList<>()).add(byCpu);
        allWall.computeIfAbsent(mode, m -> new ArrayList<>()).add(byWall);
        boolean same = isSame(session, name, mode);
        System.out.printf(
                Locale.ROOT,
                "%-8s %-5s cpu %s  wall %s  %s  without %.2f s of cpu, %s%n",
                mode,
                name,
                byCpu.median(),
                byWall.median(),
                growth(session, name, mode),
                plain / 1e9,
                same ? "same rows" : "OTHER ROWS");
        return same;
    }

    private static Measured run(SparkSession session, String name, String query, String mode) {
        session.conf().set(MODE, mode);
        return Measured.of(() -> session.sql(statement(name, query, mode)));
    }

    private static String statement(String name, String query, String mode) {
        return "CREATE OR REPLACE TABLE " + output(name, mode) + " USING iceberg AS " + query;
    }

    private static String output(String name, String mode) {
        return "lake.out." + name + "_" + mode;
    }

    private static boolean isSame(SparkSession session, String name, String mode) {
        String plain = "SELECT * FROM " + output(name, "off");
        String tagged = "SELECT * FROM " + output(name, mode);
        return session.sql(plain + " EXCEPT ALL " + tagged).isEmpty()
                && session.sql(tagged + " EXCEPT ALL " + plain).isEmpty();
    }

    /** What the tags added to the files, and how many contributions that is. */
    private static String growth(SparkSession session, String name, String mode) {
        Row sets = session.sql("SELECT count(*), coalesce(sum(double(rt_count(_rt_tags))), 0.0D), "
                        + "coalesce(sum(if(rt_exact(_rt_tags), 0, 1)), 0) FROM " + output(name, mode))
                .head();
        long grown = bytes(session, output(name, mode)) - bytes(session, output(name, "off"));
        return String.format(
                Locale.ROOT,
                "%d rows, %.4g contributions, %.2f bytes each, %d sets not exact",
                sets.getLong(0),
                sets.getDouble(1),
                grown / Math.max(1, sets.getDouble(1)),
                sets.getLong(2));
    }

    private static long bytes(SparkSession session, String table) {
        return session.sql("SELECT coalesce(sum(file_size_in_bytes), 0) FROM " + table + ".files")
                .head()
                .getLong(0);
    }
}
