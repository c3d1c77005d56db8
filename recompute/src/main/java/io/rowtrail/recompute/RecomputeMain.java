package io.rowtrail.recompute;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a worker from a properties file until SIGTERM or SIGINT. Prints {@code READY} when it answers. Ends with 0, with 1 when it
 * cannot start, with 2 for a wrong call or configuration.
 */
public final class RecomputeMain {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final String HELP = """
            usage: RecomputeMain <file.properties>

            Runs recorded plans of Rowtrail's runs again: exact tags, why a row is not there, what if.

              listen.host (127.0.0.1), listen.port    where it answers: GET /health, POST /v1/recompute, absence, whatif
              token                                   bearer token of every call; needed beyond loopback
              lake.name (lake), lake.uri, lake.user, lake.password, lake.warehouse
                                                      the Iceberg catalogue, as the capture has it
              lake.properties.*                       further properties of it, by Iceberg's names
              questions.parallel (2)                  more at a time are told to come again (503)
              question.timeout.ms (120000)            after it a question is given up
              spark.*                                 passed on; spark.master is local[2] otherwise""";

    private RecomputeMain() {}

    public static void main(String[] arguments) {
        if (arguments.length == 1 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
            System.out.println(HELP);
            return;
        }
        if (arguments.length != 1) {
            System.err.println(HELP);
            System.exit(USAGE);
            return;
        }
        System.exit(run(arguments[0]));
    }

    private static int run(String file) {
        RecomputeConfig config;
        try {
            config = RecomputeConfig.read(Path.of(file));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("configuration " + file + ": " + e.getMessage());
            return USAGE;
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> halt(stop, stopped), "rowtrail-stop"));
        try (Worker worker = Worker.start(config)) {
            System.out.println("listening on " + config.host() + ":" + worker.port());
            System.out.println("READY");
            stop.await();
            return 0;
        } catch (IOException | RuntimeException e) {
            System.err.println("the worker cannot start: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } finally {
            stopped.countDown();
        }
    }

    /** SIGTERM alone would end with 143. */
    private static void halt(CountDownLatch stop, CountDownLatch stopped) {
        boolean asked = stop.getCount() > 0 && stopped.getCount() > 0;
        stop.countDown();
        if (!asked) {
            return;
        }
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }
}
