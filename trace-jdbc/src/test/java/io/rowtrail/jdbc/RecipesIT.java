package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import javax.sql.XAConnection;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.postgresql.xa.PGXADataSource;

/** The ways into an application that the README names. */
class RecipesIT extends BindingCase {
    private static String url() {
        return database.url("postgres").replace("jdbc:", "jdbc:rowtrail:");
    }

    /** Writes twice, in a transaction and without, under a span of its own each time. */
    private static void writesUnderSpans(DataSource dataSource) throws SQLException {
        try (SdkTracerProvider tracing = SdkTracerProvider.builder().build()) {
            for (boolean autoCommit : new boolean[] {true, false}) {
                Span span = tracing.get("test").spanBuilder("request").startSpan();
                try (Scope scope = span.makeCurrent();
                        Connection c = dataSource.getConnection();
                        Statement s = c.createStatement()) {
                    assertThat(scope).isNotNull();
                    c.setAutoCommit(autoCommit);
                    s.executeUpdate("INSERT INTO u VALUES (1)");
                    if (!autoCommit) {
                        c.commit();
                    }
                }
                span.end();
                String id = span.getSpanContext().getTraceId();
                assertThat(only().messages()).singleElement().asString().contains(id, ";o=o");
            }
        }
    }

    @Test
    void hikariByItsUrl() throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            writesUnderSpans(pool);
        }
    }

    @Test
    void agroalByItsDriver() throws SQLException {
        AgroalDataSourceConfigurationSupplier config = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .connectionFactoryConfiguration(factory -> factory.connectionProviderClass(TracingDriver.class)
                                .principal(new NamePrincipal("postgres"))
                                .credential(new SimplePassword("postgres"))
                                .jdbcUrl(url())));
        try (AgroalDataSource pool = AgroalDataSource.from(config)) {
            writesUnderSpans(pool);
        }
    }

    @Test
    void agroalWrapped() throws SQLException {
        AgroalDataSourceConfigurationSupplier config = new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(1)
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(database.url("postgres"))));
        try (AgroalDataSource pool = AgroalDataSource.from(config)) {
            writesUnderSpans(TracingDataSource.wrap(pool));
        }
    }

    @Test
    void aDriverThatIsNotAskedForStaysAway() throws SQLException {
        assertThat(new TracingDriver().acceptsURL("jdbc:postgresql://x/y")).isFalse();
        try (Connection c = DriverManager.getConnection(database.url("postgres"))) {
            assertThat(java.lang.reflect.Proxy.isProxyClass(c.getClass())).isFalse();
        }
    }

    private record Branch(byte number) implements Xid {
        @Override
        public int getFormatId() {
            return 7;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return new byte[] {1, number};
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {2};
        }
    }

    @Test
    void aBranchOfADistributedTransactionCarriesItsMessage() throws Exception {
        PGXADataSource target = new PGXADataSource();
        target.setUrl(database.url("postgres"));
        TracingXADataSource xa = TracingXADataSource.wrap(target, () -> current);
        XAConnection connection = xa.getXAConnection();
        XAResource resource = connection.getXAResource();
        try (Connection c = connection.getConnection();
                Statement s = c.createStatement()) {
            for (byte number = 1; number <= 3; number++) {
                Branch branch = new Branch(number);
                current = number == 2 ? List.of(B) : List.of(A);
                resource.start(branch, XAResource.TMNOFLAGS);
                s.executeUpdate("INSERT INTO u VALUES (1)");
                s.executeUpdate("INSERT INTO u VALUES (2)");
                resource.end(branch, XAResource.TMSUCCESS);
                if (number == 3) {
                    resource.rollback(branch);
                } else {
                    assertThat(resource.prepare(branch)).isEqualTo(XAResource.XA_OK);
                    assertThat(database.committed()).isEmpty();
                    resource.commit(branch, false);
                    assertThat(only().messages()).containsExactly(current.get(0).format());
                }
            }
            s.executeUpdate("INSERT INTO u VALUES (3)");
        }
        assertThat(only().messages()).containsExactly(A.format());
        assertThat(resource.isSameRM(resource)).isTrue();
        connection.close();
        assertThat(xa.counters().bound()).isEqualTo(4);
        assertThat(xa.counters().failed()).isZero();
    }
}
