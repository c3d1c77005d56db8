package io.rowtrail.spark.tags;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.spark.SparkLake;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The two promises of row tags, on made-up queries over made-up histories, against counterfactuals by another engine. */
class TagOracleIT {
    private static final int CASES =
            Integer.getInteger("rowtrail.cases", Boolean.getBoolean("rowtrail.long") ? 20_000 : 500);
    private static final long FIRST = Long.getLong("rowtrail.seed", 0);
    private static final int SHOWN = 10;
    private static final String TESTING = "spark.testing";

    private static SparkLake lake;
    private static Duck duck;

    @BeforeAll
    static void start() throws SQLException {
        // Only then does Spark interpret expressions: compiling them costs ten times what these few rows do.
        System.setProperty(TESTING, "true");
        lake = SparkLake.withPlugin(TagOracle.SETTINGS);
        duck = new Duck();
    }

    @AfterAll
    static void stop() throws SQLException {
        duck.close();
        lake.close();
        System.clearProperty(TESTING);
    }

    @Test
    void bothPromisesHold() {
        TagOracle oracle = new TagOracle(lake.session(), duck);
        TagOracle.Tally tally = new TagOracle.Tally();
        List<String> wrong = new ArrayList<>();
        for (long seed = FIRST; tally.cases < CASES && wrong.size() < SHOWN; seed++) {
            OracleCase next = OracleCase.of(seed);
            Optional<String> failure = oracle.check(next, tally);
            failure.ifPresent(text -> wrong.add(oracle.smallest(next, text)));
        }
        System.out.println("tag oracle, seeds from " + FIRST + ": " + tally);
        assertThat(wrong).as("of %d cases", tally.cases).isEmpty();
        assertThat(tally.outlived).as("removals that a row had to outlive").isGreaterThan(CASES);
        assertThat(tally.alone).as("closed rows left alone").isGreaterThan(CASES / 4);
    }
}
