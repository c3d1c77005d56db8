package io.rowtrail.bench.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rows a CPU second of the capture and of a bare Debezium engine, in pairs, and the capture's lag at half of its rate. */
@Command(
        name = "bench/run capture",
        mixinStandardHelpOptions = true,
        description = "Measures what the capture costs beside a bare Debezium engine, and how far it lies behind.")
public final class CaptureCommand implements Callable<Integer> {
    @Option(names = "--pairs", description = "Pairs of runs (${DEFAULT-VALUE}).")
    int pairs = 3;

    @Option(names = "--rows", description = "Rows a run (${DEFAULT-VALUE}).")
    long rows = 500_000;

    @Option(names = "--warm-up", description = "Rows before those counted (${DEFAULT-VALUE}).")
    long warmUp = 300_000;

    @Option(names = "--lag-seconds", description = "How long the capture runs at half load (${DEFAULT-VALUE}; 0: not).")
    int lagSeconds = 60;

    private int run;

    /** Of one run, from the first row of the burst to the last one done with. */
    private record Speed(double rowsACpuSecond, double rowsASecond) {}

    /** A committed transaction and when it was. */
    private record Committed(long transaction, long nanos) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new CaptureCommand()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("rowtrail-bench-capture");
        List<Double> ratios = new ArrayList<>();
        double rate = 0;
        try (Source source = new Source()) {
            for (int pair = 0; pair < pairs; pair++) {
                Reader.Kind first = pair % 2 == 0 ? Reader.Kind.CAPTURE : Reader.Kind.BARE;
                Speed one = speed(source, directory, first);
                Speed other =
                        speed(source, directory, first == Reader.Kind.BARE ? Reader.Kind.CAPTURE : Reader.Kind.BARE);
                Speed capture = first == Reader.Kind.CAPTURE ? one : other;
                Speed bare = first == Reader.Kind.BARE ? one : other;
                ratios.add(capture.rowsACpuSecond() / bare.rowsACpuSecond());
                rate = Math.max(rate, capture.rowsASecond());
                System.out.printf("pair %d: ratio %.2f%n", pair + 1, ratios.get(pair));
            }
            ratios.sort(null);
            System.out.printf("median ratio %.2f%n", ratios.get(ratios.size() / 2));
            if (lagSeconds > 0) {
                lag(source, directory, rate / 2);
            }
        }
        Files.delete(directory);
        return 0;
    }

    private Reader reader(Source source, Path directory, Reader.Kind kind, String name)
            throws IOException, SQLException {
        source.table(name);
        Path own = Files.createDirectory(directory.resolve(name));
        return switch (kind) {
            case CAPTURE -> Reader.capture(own, source.settings(own, name));
            case BARE -> Reader.bare(own, source.url("shop"), name, "public." + name);
        };
    }

    /** Starts a reader and lets it read until its code is compiled. */
    private static void warm(Source source, Reader reader, String name, long transactions) throws Exception {
        source.burst(name, 1, 1);
        // What was written before the slot was made comes by the snapshot: one at a time until one is streamed.
        long first = 2;
        while (reader.transactions() == 0) {
            Thread.sleep(500);
            source.burst(name, first++, 1);
        }
        long seen = settled(reader);
        source.burst(name, first, transactions);
        reader.await(seen + transactions);
    }

    private static long settled(Reader reader) throws Exception {
        long before = -1;
        long now = reader.transactions();
        while (before != now) {
            Thread.sleep(2_500);
            before = now;
            now = reader.transactions();
        }
        return now;
    }

    private Speed speed(Source source, Path directory, Reader.Kind kind) throws Exception {
        String name = "run" + ++run;
        Speed speed;
        try (Reader reader = reader(source, directory, kind, name)) {
            warm(source, reader, name, warmUp / Source.ROWS);
            long before = settled(reader);
            long transactions = rows / Source.ROWS;
            Duration cpu = reader.cpu();
            long begun = System.nanoTime();
            source.burst(name, 1_000_000_000L, transactions);
            reader.await(before + transactions);
            double seconds = (System.nanoTime() - begun) / 1e9;
            double cpuSeconds = reader.cpu().minus(cpu).toNanos() / 1e9;
            speed = new Speed(rows / cpuSeconds, rows / seconds);
        }
        source.forget(name);
        System.out.printf(
                "%s: %.0f rows a CPU second, %.0f rows/s%n", kind, speed.rowsACpuSecond(), speed.rowsASecond());
        return speed;
    }

    private void lag(Source source, Path directory, double rowsASecond) throws Exception {
        String name = "run" + ++run;
        List<Long> lags = new ArrayList<>();
        long written;
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (Reader reader = reader(source, directory, Reader.Kind.CAPTURE, name)) {
            warm(source, reader, name, warmUp / Source.ROWS);
            long before = settled(reader);
            ConcurrentLinkedDeque<Committed> open = new ConcurrentLinkedDeque<>();
            Future<Long> writer = executor.submit(() -> pace(source, name, before, rowsASecond, open));
            while (!writer.isDone() || !open.isEmpty()) {
                take(reader.transactions(), open, lags);
                Thread.sleep(20);
            }
            written = writer.get();
        } finally {
            executor.shutdownNow();
        }
        lags.sort(null);
        System.out.printf(
                "lag at %.0f rows/s (asked for: %.0f), commit to change table: p50 %d ms, p99 %d ms, longest %d ms%n",
                written * Source.ROWS / (double) lagSeconds,
                rowsASecond,
                lags.get(lags.size() / 2),
                lags.get(lags.size() * 99 / 100),
                lags.get(lags.size() - 1));
    }

    private static void take(long done, ConcurrentLinkedDeque<Committed> open, List<Long> lags) {
        long now = System.nanoTime();
        ArrayDeque<Committed> over = new ArrayDeque<>();
        for (Committed one = open.peek(); one != null && one.transaction() <= done; one = open.peek()) {
            over.add(open.remove());
        }
        over.forEach(one -> lags.add((now - one.nanos()) / 1_000_000));
    }

    /** Writes at a steady rate; returns how many transactions. */
    private long pace(
            Source source, String name, long before, double rowsASecond, ConcurrentLinkedDeque<Committed> open)
            throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        long end = begun + Duration.ofSeconds(lagSeconds).toNanos();
        long written = 0;
        try (Connection c = source.connect("shop")) {
            for (long now = begun; now < end; now = System.nanoTime()) {
                double due = (now - begun) / 1e9 * rowsASecond / Source.ROWS;
                if (written < due) {
                    Source.run(c, Source.call(name, 1_000_000_000L + written, 1));
                    written++;
                    open.add(new Committed(before + written, System.nanoTime()));
                } else {
                    Thread.sleep(1);
                }
            }
        }
        return written;
    }
}
