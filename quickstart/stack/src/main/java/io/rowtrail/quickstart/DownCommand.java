package io.rowtrail.quickstart;

import io.rowtrail.quickstart.process.StackException;
import io.rowtrail.quickstart.stack.LauncherLock;
import io.rowtrail.quickstart.stack.Progress;
import io.rowtrail.quickstart.stack.Stack;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stops the local stack, or a running demo, in order; the state stays.")
final class DownCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Mixin
    StackOptions options = new StackOptions();

    @Override
    public Integer call() {
        Stack stack = options.stack();
        if (!Files.isDirectory(stack.state().run())) {
            System.err.println(
                    "Nothing runs: there is no stack in " + stack.state().root() + ".");
            return Main.OK;
        }
        Progress progress = new Progress(System.err);
        LauncherLock lock = takeOver(stack, progress);
        try {
            stack.stopAll(progress);
        } finally {
            lock.close();
        }
        progress.say("Stopped. The state stays in " + stack.state().root() + ".");
        return Main.OK;
    }

    /** Another launcher is asked to end (a demo stops its parts by itself then), and what it leaves is stopped here. */
    private static LauncherLock takeOver(Stack stack, Progress progress) {
        try {
            return LauncherLock.take(stack.state().root(), "down", Duration.ofMillis(500));
        } catch (StackException held) {
            LauncherLock.holder(stack.state().root())
                    .filter(holder -> !holder.verb().equals("down"))
                    .flatMap(LauncherLock.Holder::process)
                    .ifPresent(process -> {
                        progress.say("Ending the launcher at work (process " + process.pid() + ")");
                        process.destroy();
                    });
            return LauncherLock.take(stack.state().root(), "down", PATIENCE);
        }
    }
}
