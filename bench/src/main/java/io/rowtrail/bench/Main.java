package io.rowtrail.bench;

import io.rowtrail.bench.graph.GraphCommand;
import io.rowtrail.bench.ingest.IngestCommand;
import io.rowtrail.bench.rows.RowsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks that need a stack; those of single steps are JMH's. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        subcommands = {IngestCommand.class, GraphCommand.class, RowsCommand.class},
        description = "Measures what Rowtrail costs. `bench/run jmh` runs the benchmarks of single steps.")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
