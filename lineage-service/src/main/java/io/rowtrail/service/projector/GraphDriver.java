package io.rowtrail.service.projector;

import io.quarkus.neo4j.runtime.Neo4jConfiguration;
import io.quarkus.neo4j.runtime.Neo4jDriverRecorder;
import io.quarkus.runtime.RuntimeValue;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;

/**
 * The driver as {@code quarkus.neo4j} sets it, in place of the extension's, which cannot be told to log by SLF4J: the driver's
 * default writes every message out as text, parameters and all, whether it is logged or not.
 */
final class GraphDriver {

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Driver driver() {
        Neo4jConfiguration settings =
                ConfigProvider.getConfig().unwrap(SmallRyeConfig.class).getConfigMapping(Neo4jConfiguration.class);
        Config config = new Neo4jDriverRecorder(new RuntimeValue<>(settings))
                .buildConfig()
                .getValue();
        return GraphDatabase.driver(settings.uri(), token(settings.authentication()), quiet(config));
    }

    void close(@Disposes Driver driver) {
        driver.close();
    }

    @SuppressWarnings("deprecation")
    private static Config quiet(Config set) {
        Config.ConfigBuilder config = Config.builder()
                .withLogging(Logging.slf4j())
                .withMaxConnectionPoolSize(set.maxConnectionPoolSize())
                .withConnectionLivenessCheckTimeout(set.idleTimeBeforeConnectionTest(), TimeUnit.MILLISECONDS)
                .withMaxConnectionLifetime(set.maxConnectionLifetimeMillis(), TimeUnit.MILLISECONDS)
                .withConnectionAcquisitionTimeout(set.connectionAcquisitionTimeoutMillis(), TimeUnit.MILLISECONDS)
                .withMaxTransactionRetryTime(set.maxTransactionRetryTimeMillis(), TimeUnit.MILLISECONDS);
        if (set.logLeakedSessions()) {
            config.withLeakedSessionsLogging();
        }
        if (set.encrypted()) {
            config.withEncryption().withTrustStrategy(set.trustStrategy());
        }
        return config.build();
    }

    private static AuthToken token(Neo4jConfiguration.Authentication authentication) {
        if (authentication.disabled()) {
            return AuthTokens.none();
        }
        String[] named = authentication
                .value()
                .map(value -> value.split("/", 2))
                .orElse(new String[] {authentication.username(), authentication.password()});
        if (named.length != 2 || named[0].isEmpty() || named[1].isEmpty()) {
            throw new IllegalArgumentException("quarkus.neo4j.authentication.value is <username>/<password>");
        }
        return AuthTokens.basic(named[0], named[1]);
    }
}
