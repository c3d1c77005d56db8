package io.rowtrail.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.audit.LogName;
import io.rowtrail.service.ServiceStack;
import io.rowtrail.service.tenant.Tenant;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Reads are entries of the reader's tenant's own meta log. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class ReadLogIT {
    @Inject
    ReadLog reads;

    @Inject
    AuditLogs logs;

    private final Tenant acme =
            Tenant.parse("acme-" + UUID.randomUUID().toString().substring(0, 8));

    @Test
    void theReadsOfATenantStayInItsOwnMetaLog() {
        AuditLog others = logs.meta(Tenant.DEFAULT);
        long before = Await.on(others::size);
        String actor = "ann-" + acme;

        String resource = "iceberg://lake " + acme + ".revenue";
        reads.record(acme, actor, "rows.traces", resource);
        reads.record(acme, actor, "rows.traces", resource);
        reads.record(acme, actor, "entries.read", acme.slug());

        AuditLog meta = logs.meta(acme);
        List<FollowedEntry> own = Await.on(() -> meta.follow(0, 10));
        assertThat(own)
                .extracting(entry -> entry.name().toString())
                .containsExactly(acme + "-meta:0", acme + "-meta:1");
        assertThat(own).allSatisfy(entry -> assertThat(entry.kind()).isEqualTo("audit.read"));
        assertThat(own).allSatisfy(entry -> assertThat(entry.facts().utf8()).contains(acme.slug()));
        // what others read before may be told of only now
        assertThat(Await.on(() -> others.follow(before, 1000)))
                .noneSatisfy(entry -> assertThat(entry.facts().utf8()).contains(acme.slug()));
    }

    @Test
    void aTenantKnowsItsOwnLogsOnly() {
        AuditLog events = logs.events(acme);

        assertThat(logs.byName(acme, events.name())).containsSame(events);
        assertThat(logs.byName(acme, LogName.parse(acme + "-meta"))).isPresent();
        assertThat(logs.byName(acme, LogName.parse("default"))).isEmpty();
        assertThat(logs.byName(acme, LogName.parse("default-meta"))).isEmpty();
        assertThat(logs.byName(Tenant.DEFAULT, events.name())).isEmpty();
        assertThat(events.identity().origin()).endsWith("/" + acme);
        assertThat(logs.events(acme)).isSameAs(events);
    }
}
