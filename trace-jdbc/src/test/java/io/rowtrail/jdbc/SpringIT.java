package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.rowtrail.jdbc.LogicalDatabase.Transaction;
import io.rowtrail.trace.TraceBinding;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Spring's declared transactions over a pool that a bean post-processor wraps, as the README has it. */
class SpringIT extends BindingCase {
    private static volatile List<TraceBinding> requests = List.of();

    /** What an application adds. */
    static class TracedDataSources implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return bean instanceof DataSource dataSource ? TracingDataSource.wrap(dataSource, () -> requests) : bean;
        }
    }

    @Configuration
    @EnableTransactionManagement
    static class Application {
        @Bean
        static TracedDataSources tracedDataSources() {
            return new TracedDataSources();
        }

        @Bean
        DataSource dataSource() {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(database.url("postgres"));
            pool.setMaximumPoolSize(2);
            return pool;
        }

        @Bean
        PlatformTransactionManager transactions(DataSource dataSource) {
            return new DataSourceTransactionManager(dataSource);
        }

        @Bean
        JdbcTemplate jdbc(DataSource dataSource) {
            return new JdbcTemplate(dataSource);
        }

        @Bean
        Inner inner(JdbcTemplate jdbc) {
            return new Inner(jdbc);
        }

        @Bean
        Outer outer(JdbcTemplate jdbc, Inner inner) {
            return new Outer(jdbc, inner);
        }
    }

    static class Inner {
        private final JdbcTemplate jdbc;

        Inner(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void ofItsOwn(int id) {
            jdbc.update("INSERT INTO u VALUES (?)", id);
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public void ofItsOwnAndFails(int id) {
            jdbc.update("INSERT INTO u VALUES (?)", id);
            throw new IllegalStateException("taken back");
        }

        @Transactional(propagation = Propagation.NESTED)
        public void nestedAndFails(int id) {
            jdbc.update("INSERT INTO u VALUES (?)", id);
            throw new IllegalStateException("taken back");
        }

        @Transactional(propagation = Propagation.NOT_SUPPORTED)
        public void without(int id) {
            jdbc.update("INSERT INTO u VALUES (?)", id);
        }

        @Transactional(propagation = Propagation.SUPPORTS, readOnly = true)
        public Integer count() {
            return jdbc.queryForObject("SELECT count(*) FROM u", Integer.class);
        }
    }

    static class Outer {
        private final JdbcTemplate jdbc;
        private final Inner inner;

        Outer(JdbcTemplate jdbc, Inner inner) {
            this.jdbc = jdbc;
            this.inner = inner;
        }

        /** Suspended in the midst, for a transaction under another trace. */
        @Transactional
        public void around(Runnable midst) {
            requests = List.of(A);
            jdbc.update("INSERT INTO u VALUES (1)");
            requests = List.of(B);
            midst.run();
            requests = List.of(A);
            jdbc.batchUpdate("INSERT INTO u VALUES (?)", List.of(new Object[] {2}, new Object[] {3}));
        }

        /** The first write comes after the suspension. */
        @Transactional
        public void behind() {
            requests = List.of(B);
            inner.ofItsOwn(10);
            requests = List.of(A);
            jdbc.update("INSERT INTO u VALUES (4)");
        }

        @Transactional
        public void failsAfter(Runnable midst) {
            around(midst);
            throw new IllegalStateException("taken back");
        }

        /** A nested transaction that is taken back takes the message with it when it brought it. */
        @Transactional
        public void goesOnAfterANestedOne() {
            requests = List.of(A);
            assertThatThrownBy(() -> inner.nestedAndFails(20)).isInstanceOf(IllegalStateException.class);
            jdbc.update("INSERT INTO u VALUES (5)");
        }

        @Transactional(readOnly = true)
        public Integer reads() {
            requests = List.of(A);
            return inner.count();
        }
    }

    private AnnotationConfigApplicationContext spring;
    private Outer outer;
    private Inner inner;

    @BeforeEach
    void open() {
        spring = new AnnotationConfigApplicationContext(Application.class);
        outer = spring.getBean(Outer.class);
        inner = spring.getBean(Inner.class);
    }

    @AfterEach
    void close() {
        spring.close();
    }

    private static void check(Transaction transaction, TraceBinding trace, int rows) {
        assertThat(transaction.messages()).containsExactly(trace.format());
        assertThat(transaction.order().get(0)).isEqualTo("message");
        assertThat(transaction.changes()).hasSize(rows);
    }

    @Test
    void aSuspendedTransactionAndTheOneInItsMidstCarryTheirOwnTraces() throws Exception {
        outer.around(() -> inner.ofItsOwn(9));
        List<Transaction> committed = database.committed();
        assertThat(committed).hasSize(2);
        check(committed.get(0), B, 1);
        check(committed.get(1), A, 3);

        outer.behind();
        committed = database.committed();
        assertThat(committed).hasSize(2);
        check(committed.get(0), B, 1);
        check(committed.get(1), A, 1);
    }

    @Test
    void aStatementWithoutATransactionInTheMidstCarriesItsTrace() throws Exception {
        outer.around(() -> inner.without(9));
        List<Transaction> committed = database.committed();
        assertThat(committed).hasSize(2);
        check(committed.get(0), B, 1);
        check(committed.get(1), A, 3);
    }

    @Test
    void whatIsRolledBackLeavesNothing() throws Exception {
        assertThatThrownBy(() -> outer.failsAfter(() -> inner.ofItsOwn(9))).isInstanceOf(IllegalStateException.class);
        check(only(), B, 1);
        outer.around(
                () -> assertThatThrownBy(() -> inner.ofItsOwnAndFails(9)).isInstanceOf(IllegalStateException.class));
        check(only(), A, 3);
        outer.goesOnAfterANestedOne();
        check(only(), A, 1);
    }

    @Test
    void readingLeavesNothing() throws Exception {
        assertThat(outer.reads()).isZero();
        assertThat(database.committed()).isEmpty();
    }
}
