package io.rowtrail.audit.postgres;

import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.EntryName;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.nio.file.Path;

/** A process that appends until it is killed, and prints a line for each answer it was given. */
final class WriterProcess {
    private WriterProcess() {}

    /** A process that appends events from number {@code first} on. */
    static Process start(LocalPostgres postgres, Path directory, int first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WriterProcess.class.getName(),
                        Integer.toString(postgres.port()),
                        postgres.database(),
                        directory.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Arguments: port, database, directory, first event. */
    public static void main(String[] arguments) {
        int first = Integer.parseInt(arguments[3]);
        OpenLog open = OpenLog.of(Integer.parseInt(arguments[0]), arguments[1], Path.of(arguments[2]));
        Multi.createFrom()
                .range(first, Integer.MAX_VALUE)
                .onItem()
                .transformToUni(i -> open.log().append(Events.event("e" + i)).map(result -> line(i, result)))
                .merge(64)
                .subscribe()
                .with(WriterProcess::print, Throwable::printStackTrace);
        Multi.createFrom()
                .range(0, Integer.MAX_VALUE)
                .onItem()
                .transformToUniAndConcatenate(i -> open.log().checkpoint())
                .subscribe()
                .with(
                        checkpoint -> print("CHECKPOINT " + checkpoint.size() + " "
                                + checkpoint.root().hex()),
                        Throwable::printStackTrace);
    }

    private static String line(int event, AppendResult result) {
        EntryName entry = result instanceof AppendResult.Appended appended
                ? appended.entry()
                : result instanceof AppendResult.Duplicate duplicate ? duplicate.entry() : null;
        return entry == null ? "OTHER " + result : "ACK e" + event + " " + entry.index();
    }

    private static synchronized void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
