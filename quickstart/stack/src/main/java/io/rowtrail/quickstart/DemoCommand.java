package io.rowtrail.quickstart;

import io.rowtrail.quickstart.demo.Demo;
import io.rowtrail.quickstart.stack.LauncherLock;
import io.rowtrail.quickstart.stack.Progress;
import io.rowtrail.quickstart.stack.Stack;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Replays a sample shop through the whole stack, asks who made which number, checks every answer "
                + "against the shop's own ledger, and stays up until Ctrl-C. Forgets the state of the stack first.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every answer is as the ledger says",
            "1:some answer is not",
            "2:usage",
            "3:a part could not be started or reached"
        })
final class DemoCommand implements Callable<Integer> {
    private static final Duration CLEANUP = Duration.ofSeconds(60);

    @Mixin
    StackOptions options = new StackOptions();

    @Option(names = "--exit", description = "Stop everything at the end and exit with the verdict.")
    boolean exit;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "20522",
            description = "Sales to replay, spread over the year (${DEFAULT-VALUE}: all).")
    int requests;

    @Option(names = "--seed", defaultValue = "1997", description = "Seed of the sample's changes (${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--sceptic",
            description =
                    "Also run the jobs a sceptic would try (windows, views over views, everything in one row, MERGE "
                            + "into a dimension with history) and check their rows.")
    boolean sceptic;

    @Override
    public Integer call() throws Exception {
        Stack stack = options.stack();
        Progress progress = new Progress(System.err);
        String warning = stack.state().prepare();
        if (!warning.isEmpty()) {
            progress.say(warning);
        }
        LauncherLock lock = LauncherLock.take(stack.state().root(), "demo", Duration.ofSeconds(3));
        ExecutorService executor = Executors.newCachedThreadPool();
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = stopOnSignal(Thread.currentThread(), stopped);
        boolean told = false;
        Demo.Jobs jobs = sceptic ? Demo.Jobs.SCEPTIC : Demo.Jobs.SAMPLE;
        try {
            boolean holds = new Demo(stack, new Demo.Settings(requests, seed, jobs), executor).run();
            told = true;
            if (!exit) {
                System.out.println("\nThe stack stays up until Ctrl-C: " + stack.serviceAddress() + "/");
                new CountDownLatch(1).await();
            }
            return holds ? Main.OK : Main.CHECK_FAILED;
        } finally {
            boolean signalled = Thread.interrupted();
            executor.shutdownNow();
            if (!executor.awaitTermination(CLEANUP.toSeconds(), TimeUnit.SECONDS)) {
                progress.say("Something does not let itself be interrupted; stopping the parts all the same.");
            }
            progress.say("Stopping");
            stack.stopAll(progress);
            lock.close();
            if (!told && isEnding(hook)) {
                progress.say("Stopped before the end.");
            }
            stopped.countDown();
            if (!signalled) {
                forget(hook);
            }
        }
    }

    /** On Ctrl-C or SIGTERM the work is interrupted, and the machine waits with its end until all parts are stopped. */
    private static Thread stopOnSignal(Thread worker, CountDownLatch stopped) {
        Thread hook = new Thread(
                () -> {
                    worker.interrupt();
                    try {
                        stopped.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stop-demo");
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    /** Whether the machine is on its way down. */
    private static boolean isEnding(Thread hook) {
        return hook.getState() != Thread.State.NEW;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The machine is on its way down already; the hook has nothing left to wait for.
        }
    }
}
