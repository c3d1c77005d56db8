package io.rowtrail.jobs;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * {@code JobsMain silver|gold [--version 1|2]|sceptic --loads N,M}. Spark's settings come as system properties,
 * {@code -Dspark.…}.
 *
 * <p>Exit codes: 0 done, 1 the job failed, 2 wrong use.
 */
public final class JobsMain {
    private static final String USAGE = "usage: JobsMain silver | gold [--version 1|2] | sceptic --loads ORDINAL,…";

    private JobsMain() {}

    public static void main(String[] arguments) {
        JobScript script;
        try {
            script = parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        try {
            run(script);
        } catch (RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    static JobScript parse(List<String> arguments) {
        if (arguments.equals(List.of("silver"))) {
            return JobScript.silver();
        }
        if (arguments.equals(List.of("gold"))) {
            return JobScript.gold(1);
        }
        if (arguments.size() == 3
                && arguments.get(0).equals("gold")
                && arguments.get(1).equals("--version")
                && arguments.get(2).matches("[0-9]{1,4}")) {
            return JobScript.gold(Integer.parseInt(arguments.get(2)));
        }
        if (arguments.size() == 3
                && arguments.get(0).equals("sceptic")
                && arguments.get(1).equals("--loads")
                && arguments.get(2).matches("[0-9]{1,18}(,[0-9]{1,18})*")) {
            return JobScript.sceptic(Stream.of(arguments.get(2).split(",", -1))
                    .map(Long::valueOf)
                    .toList());
        }
        throw new IllegalArgumentException(USAGE);
    }

    static void run(JobScript script) {
        SparkConf conf = new SparkConf()
                .setIfMissing("spark.master", "local[*]")
                .setIfMissing("spark.app.name", script.name())
                .setIfMissing("spark.rowtrail.job.name", script.name())
                .setIfMissing("spark.rowtrail.deployId", script.name() + "-v" + script.version())
                .setIfMissing("spark.ui.enabled", "false");
        SparkSession session = SparkSession.builder().config(conf).getOrCreate();
        try {
            script.statements().forEach(session::sql);
            for (String table : script.outputs()) {
                System.out.println(table + ": " + session.table(table).count() + " rows");
            }
        } finally {
            session.stop();
        }
    }
}
