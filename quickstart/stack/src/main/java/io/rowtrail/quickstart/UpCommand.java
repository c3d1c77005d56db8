package io.rowtrail.quickstart;

import io.rowtrail.quickstart.postgres.PostgresPart;
import io.rowtrail.quickstart.process.Part;
import io.rowtrail.quickstart.stack.LauncherLock;
import io.rowtrail.quickstart.stack.Progress;
import io.rowtrail.quickstart.stack.Stack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Starts the local stack, keeping its state, and returns when it is ready. What already runs stays.")
final class UpCommand implements Callable<Integer> {
    @Mixin
    StackOptions options = new StackOptions();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = "Start only these: postgres, neo4j, service, recompute.")
    List<String> only = List.of(PostgresPart.NAME, Stack.NEO4J, Stack.SERVICE, Stack.RECOMPUTE);

    @Override
    public Integer call() {
        Stack stack = options.stack();
        Progress progress = new Progress(System.err);
        String warning = stack.state().prepare();
        if (!warning.isEmpty()) {
            progress.say(warning);
        }
        LauncherLock lock = LauncherLock.take(stack.state().root(), "up", Duration.ofSeconds(3));
        ExecutorService executor = Executors.newCachedThreadPool();
        try {
            progress.say("Starting the stack in " + stack.state().root());
            List<Supplier<Part>> first = new ArrayList<>();
            if (only.contains(PostgresPart.NAME)) {
                first.add(stack::postgres);
            }
            if (only.contains(Stack.NEO4J)) {
                first.add(stack::neo4j);
            }
            Stack.startTogether(first, executor, progress);
            if (only.contains(Stack.SERVICE)) {
                progress.start(stack.service());
            }
            if (only.contains(Stack.RECOMPUTE)) {
                progress.begin(stack.recompute());
            }
        } finally {
            executor.shutdown();
            lock.close();
        }
        if (only.contains(Stack.SERVICE)) {
            System.out.println(
                    "Rowtrail is ready: http://127.0.0.1:" + stack.ports().service() + "/");
        }
        return Main.OK;
    }
}
