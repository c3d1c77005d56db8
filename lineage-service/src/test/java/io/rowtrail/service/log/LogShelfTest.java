package io.rowtrail.service.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.LogName;
import io.rowtrail.service.tenant.Tenant;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LogShelfTest {
    private static final LogName A = LogName.parse("a");
    private static final LogName B = LogName.parse("b");
    private static final LogName C = LogName.parse("c");

    private final List<LogName> openings = new CopyOnWriteArrayList<>();
    private final LogShelf<AuditLog> shelf = new LogShelf<>(2, this::open);

    private AuditLog open(LogName name) {
        openings.add(name);
        return (AuditLog) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AuditLog.class}, (proxy, method, arguments) -> name);
    }

    @Test
    void opensALogOnceAndKeepsIt() {
        AuditLog first = shelf.get(A);

        assertThat(shelf.get(A)).isSameAs(first);
        assertThat(openings).containsExactly(A);
    }

    @Test
    void theLogAskedForLongestAgoMakesRoom() {
        shelf.get(A);
        shelf.get(B);
        shelf.get(A);
        shelf.get(C);
        shelf.get(A);
        shelf.get(B);

        assertThat(openings).containsExactly(A, B, C, B);
    }

    @Test
    void manyThatAskAtOnceGetTheSameLog() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        AtomicInteger opened = new AtomicInteger();
        LogShelf<AuditLog> slow = new LogShelf<>(2, name -> {
            try {
                asked.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            opened.incrementAndGet();
            return open(name);
        });
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<AuditLog>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(threads.submit((Callable<AuditLog>) () -> slow.get(A)));
            }
            asked.countDown();
            AuditLog first = answers.get(0).get();
            for (Future<AuditLog> answer : answers) {
                assertThat(answer.get() == first).isTrue();
            }
            assertThat(opened).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLogThatCouldNotBeOpenedIsTriedAnew() {
        AtomicInteger tries = new AtomicInteger();
        LogShelf<AuditLog> flaky = new LogShelf<>(2, name -> {
            if (tries.getAndIncrement() == 0) {
                throw new AuditLogException("no database", null);
            }
            return open(name);
        });

        assertThatThrownBy(() -> flaky.get(A)).isInstanceOf(AuditLogException.class);
        assertThat(flaky.get(A).name()).isEqualTo(A);
    }

    @Test
    void tenantsHaveLogsOfTheirOwn() {
        LogNames names = new LogNames(LogName.parse("main"));

        assertThat(names.events(Tenant.DEFAULT)).hasToString("main");
        assertThat(names.meta(Tenant.DEFAULT)).hasToString("main-meta");
        assertThat(names.events(Tenant.parse("2027"))).hasToString("2027");
        assertThat(names.meta(Tenant.parse("acme"))).hasToString("acme-meta");
        assertThatThrownBy(() -> names.events(Tenant.parse("main"))).isInstanceOf(AuditLogException.class);
    }
}
