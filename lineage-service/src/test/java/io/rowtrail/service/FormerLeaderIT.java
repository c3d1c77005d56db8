package io.rowtrail.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import io.rowtrail.service.change.ChangeStore;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.Followers;
import io.rowtrail.service.log.LogFollower;
import io.rowtrail.service.log.Projection;
import io.rowtrail.service.tenant.Tenant;
import io.rowtrail.service.tenant.Tenants;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A replica that led a projection once, and does not know that another leads now. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class FormerLeaderIT {
    @Inject
    AuditLogs logs;

    @Inject
    ChangeStore store;

    @Inject
    Followers followers;

    @Inject
    Tenants tenants;

    @Test
    void writesNothingMoreToTheChangeStore() throws InterruptedException {
        Tenant tenant = Tenant.parse("fenced-" + UUID.randomUUID().toString().substring(0, 8));
        Await.on(() -> tenants.add(tenant));
        AuditLog log = logs.events(tenant);
        for (int counter = 1; counter <= 3; counter++) {
            String text = Events.changes(81, counter, "0af7651916cd43dd8448eb211c80319c", 1);
            Subject subject =
                    Subject.of("changes.captured", Outcome.OK, "capture").build();
            assertThat(Await.on(
                            () -> log.append(Submission.of("changes", Bytes.utf8(text), Bytes.utf8("{}"), subject))))
                    .isInstanceOf(AppendResult.Appended.class);
        }
        Projection former = store.projection(tenant, log);
        List<FollowedEntry> read = Await.on(() -> log.follow(0, 10));

        try (LogFollower leader = followers.of(log, store.projection(tenant, log))) {
            leader.start();
            for (int i = 0; i < 200 && leader.status().applied() < 3; i++) {
                Thread.sleep(50);
            }
            assertThat(leader.status().applied()).isEqualTo(3);
        }

        assertThatThrownBy(() -> former.apply(read)).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> former.apply(read.subList(1, 3))).isInstanceOf(RuntimeException.class);
        assertThat(former.position()).isEqualTo(3);
    }
}
