package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.GraphException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.DatabaseException;
import org.neo4j.driver.exceptions.Neo4jException;

/** Sessions and reading transactions on a driver. The store is brought to our form with the first session, not before. */
final class Transactions {

    /** Answers are bounded by what asks for them, so they are fetched at once rather than a thousand rows a round trip. */
    private static final SessionConfig SESSION =
            SessionConfig.builder().withFetchSize(100_000).build();

    private final Driver driver;
    private volatile boolean prepared;

    Transactions(Driver driver) {
        this.driver = driver;
    }

    static TransactionConfig within(Duration timeout) {
        return TransactionConfig.builder().withTimeout(timeout).build();
    }

    /** A question, which {@code SHOW TRANSACTIONS} tells from other work by its metadata. */
    static TransactionConfig question(Duration timeout) {
        return TransactionConfig.builder()
                .withTimeout(timeout)
                .withMetadata(Map.of("rowtrail", "question"))
                .build();
    }

    Session session() {
        if (!prepared) {
            prepare();
        }
        return driver.session(SESSION);
    }

    private synchronized void prepare() {
        if (!prepared) {
            new GraphForm(driver, TransactionConfig.empty()).ensure();
            prepared = true;
        }
    }

    /**
     * Reads in one transaction, which may be tried again. Interrupting the thread closes the connection, on which the server
     * ends the transaction.
     */
    <T> T read(TransactionConfig config, Function<TransactionContext, T> work) {
        return asking(() -> {
            try (Session session = session()) {
                return session.executeRead(work::apply, config);
            }
        });
    }

    /** What time, rights, locks and the state of the server decide would go another time; no batch is to blame. */
    private static boolean aboutTheCaller(@Nullable String code) {
        return code == null
                || code.contains(".Security.")
                || code.contains(".Database.")
                || code.contains(".Cluster.")
                || code.contains("Timed")
                || code.contains("Timeout")
                || code.contains("Terminated")
                || code.contains("Lock");
    }

    static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (ClientException | DatabaseException e) {
            if (aboutTheCaller(e.code())) {
                throw new GraphException("Neo4j did not answer: " + e.code(), e);
            }
            throw new GraphException.Refused("Neo4j refused: " + e.code(), e);
        } catch (Neo4jException e) {
            throw new GraphException("Neo4j did not answer: " + e.code(), e);
        } catch (IllegalStateException e) {
            // so the driver tells that a thread was interrupted while it waited to try again
            if (Thread.currentThread().isInterrupted()) {
                throw new GraphException("the asker has left", e);
            }
            throw e;
        }
    }
}
