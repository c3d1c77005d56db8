package io.rowtrail.shop;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.shop.foodmart.FoodMart;
import io.rowtrail.shop.ledger.Ledger;
import io.rowtrail.shop.replay.Homes;
import io.rowtrail.shop.replay.Progress;
import io.rowtrail.shop.replay.Replay;
import io.rowtrail.shop.replay.ReplaySummary;
import io.rowtrail.shop.replay.Workload;
import io.rowtrail.shop.store.AdminWrites;
import io.rowtrail.shop.store.FoodMartLoad;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The sample shop's commands. Exit codes: 0 done, 1 failed, 2 usage. */
@Command(
        name = "shop",
        description = "Rowtrail's sample shop.",
        mixinStandardHelpOptions = true,
        subcommands = {
            ShopMain.Init.class,
            ShopMain.Serve.class,
            ShopMain.ReplayCommand.class,
            ShopMain.AdminWritesCommand.class
        })
public final class ShopMain {
    public static void main(String[] args) {
        CommandLine commands = new CommandLine(new ShopMain());
        commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("shop: " + failure.getMessage());
            return 1;
        });
        System.exit(commands.execute(args));
    }

    /** Which database, as whom. */
    static final class Database {
        @Option(
                names = "--jdbc-url",
                defaultValue = "jdbc:postgresql://127.0.0.1:15432/shop",
                description = "default: ${DEFAULT-VALUE}")
        String url = "";

        @Option(names = "--user", defaultValue = "postgres", description = "default: ${DEFAULT-VALUE}")
        String user = "";

        @Option(names = "--password", defaultValue = "", description = "default: none")
        String password = "";

        PGSimpleDataSource dataSource() {
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setUrl(url);
            dataSource.setUser(user);
            dataSource.setPassword(password);
            return dataSource;
        }
    }

    @Command(
            name = "init",
            description = "Creates the schema and loads stores, customers and products.",
            mixinStandardHelpOptions = true)
    static final class Init implements Callable<Integer> {
        @Mixin
        private Database database = new Database();

        @Override
        public Integer call() throws Exception {
            int rows = new FoodMartLoad(new FoodMart()).load(database.dataSource());
            System.out.println(rows == 0 ? "already loaded" : "loaded " + rows + " rows");
            return 0;
        }
    }

    @Command(
            name = "serve",
            description = "Serves the shop on loopback until it is stopped.",
            mixinStandardHelpOptions = true)
    static final class Serve implements Callable<Integer> {
        @Mixin
        private Database database = new Database();

        @Option(names = "--port", defaultValue = "8081", description = "default: ${DEFAULT-VALUE}; 0 takes a free one")
        private int port;

        @Option(
                names = "--ledger",
                required = true,
                description = "the file that each committed transaction is told to")
        private Path ledger = Path.of("");

        @Option(
                names = "--workers",
                defaultValue = "8",
                description = "requests and connections at once; default: ${DEFAULT-VALUE}")
        private int workers;

        @Override
        public Integer call() throws Exception {
            CountDownLatch stopped = new CountDownLatch(1);
            Shop shop = Shop.open(new Shop.Settings(port, database.dataSource(), ledger, workers));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                shop.close();
                stopped.countDown();
            }));
            System.out.println("READY http://127.0.0.1:" + shop.port());
            stopped.await();
            return 0;
        }
    }

    @Command(
            name = "replay",
            description = "Sends FoodMart's sales of 1997 to a shop, then changes and returns.",
            mixinStandardHelpOptions = true)
    static final class ReplayCommand implements Callable<Integer> {
        private static final ObjectMapper JSON = JsonMapper.builder().build();

        @Option(names = "--url", defaultValue = "http://127.0.0.1:8081", description = "default: ${DEFAULT-VALUE}")
        private URI url = URI.create("");

        @Option(
                names = "--requests",
                defaultValue = "20522",
                description = "baskets to sell, spread over the year; default: all")
        private int requests;

        @Option(names = "--seed", defaultValue = "1997", description = "default: ${DEFAULT-VALUE}")
        private long seed;

        @Option(names = "--clients", defaultValue = "8", description = "requests at once; default: ${DEFAULT-VALUE}")
        private int clients;

        @Option(names = "--progress", description = "shows a progress line on standard error")
        private boolean progress;

        @Override
        public Integer call() throws Exception {
            FoodMart foodMart = new FoodMart();
            Workload workload = Workload.of(foodMart.baskets(), new Homes(foodMart.customers()), requests, seed);
            Progress shown = progress ? Progress.line(System.err) : Progress.silent();
            ReplaySummary summary = new Replay(workload, url, clients, shown).run();
            workload.check(summary);
            ObjectNode told = JSON.valueToTree(summary);
            told.remove("writes");
            told.put("requestsPerSecond", Math.round(workload.size() / summary.seconds()));
            told.put("seed", seed);
            System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(told));
            return 0;
        }
    }

    @Command(
            name = "admin-writes",
            description = "Writes straight to the database, past the shop, without a trace.",
            mixinStandardHelpOptions = true)
    static final class AdminWritesCommand implements Callable<Integer> {
        @Mixin
        private Database database = new Database();

        @Option(names = "--ledger", required = true, description = "the shop's ledger, appended to")
        private Path ledger = Path.of("");

        @Option(names = "--seed", defaultValue = "1997", description = "default: ${DEFAULT-VALUE}")
        private long seed;

        @Override
        public Integer call() throws Exception {
            try (Ledger told = Ledger.open(ledger)) {
                int done = new AdminWrites(database.dataSource(), told).run(seed);
                System.out.println("{\"transactions\":" + done + "}");
            }
            return 0;
        }
    }
}
