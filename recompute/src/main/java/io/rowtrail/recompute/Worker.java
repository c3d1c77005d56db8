package io.rowtrail.recompute;

import io.rowtrail.recompute.ask.ExactRows;
import io.rowtrail.recompute.ask.Lake;
import io.rowtrail.recompute.ask.WhatIf;
import io.rowtrail.recompute.ask.WhyAbsent;
import io.rowtrail.recompute.http.Jobs;
import io.rowtrail.recompute.http.RecomputeServer;
import io.rowtrail.spark.RowtrailExtensions;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.classic.SparkSession;

/** One Spark session and the server that asks it. The SQL extension is there, the plugin that tells of runs is not. */
final class Worker implements AutoCloseable {
    private final SparkSession session;
    private final ExecutorService counting;
    private final RecomputeServer server;

    private Worker(SparkSession session, ExecutorService counting, RecomputeServer server) {
        this.session = session;
        this.counting = counting;
        this.server = server;
    }

    static Worker start(RecomputeConfig config) throws IOException {
        SparkConf conf = new SparkConf()
                .setMaster("local[2]")
                .setAppName("rowtrail-recompute")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.sql.shuffle.partitions", "8")
                .set("spark.rowtrail.tags.mode", "off");
        config.spark().forEach(conf::set);
        String extensions = conf.get("spark.sql.extensions", "");
        String ours = RowtrailExtensions.class.getName();
        conf.set("spark.sql.extensions", extensions.isEmpty() ? ours : extensions + "," + ours);
        SparkSession session = (SparkSession)
                org.apache.spark.sql.SparkSession.builder().config(conf).getOrCreate();
        session.sql("SELECT 1").collect();
        ExecutorService counting = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "rowtrail-absence");
            thread.setDaemon(true);
            return thread;
        });
        Lake lake = new Lake(session, config.lake(), counting, config.patience());
        ExactRows rows = new ExactRows(lake);
        WhyAbsent whyAbsent = new WhyAbsent(lake);
        WhatIf whatIf = new WhatIf(lake);
        RecomputeServer server = RecomputeServer.start(
                new RecomputeServer.Settings(
                        new InetSocketAddress(config.host(), config.port()),
                        config.token(),
                        config.parallel(),
                        config.patience()),
                Map.of("recompute", rows::answer, "absence", whyAbsent::answer, "whatif", whatIf::answer),
                new SparkJobs(session.sparkContext()));
        return new Worker(session, counting, server);
    }

    int port() {
        return server.port();
    }

    SparkSession session() {
        return session;
    }

    @Override
    public void close() {
        server.close();
        counting.shutdownNow();
        session.stop();
    }

    private record SparkJobs(SparkContext context) implements Jobs {
        @Override
        public void begin(String group) {
            context.setJobGroup(group, "a question", true);
        }

        @Override
        public void end() {
            context.clearJobGroup();
        }

        @Override
        public void cancel(String group) {
            context.cancelJobGroup(group);
        }
    }
}
