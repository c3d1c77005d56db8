package io.rowtrail.service.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.LogName;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.tenant.Tenant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class RefusalCheckTest {
    @Test
    void aLogThatTakesEntriesIsWell() {
        assertThat(check(Optional.empty()).getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    @Test
    void aLogThatRefusesThemSaysWhy() {
        HealthCheckResponse said = check(Optional.of("another writer has taken the log over"));

        assertThat(said.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(said.getData()).contains(Map.of("refuses", "another writer has taken the log over"));
    }

    private static HealthCheckResponse check(Optional<String> refusal) {
        return new RefusalCheck(new Refusing(refusal)).call();
    }

    /** Logs that nobody reads here. */
    private record Refusing(Optional<String> refusal) implements AuditLogs {
        @Override
        public AuditLog events(Tenant tenant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AuditLog meta(Tenant tenant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<AuditLog> byName(Tenant tenant, LogName name) {
            throw new UnsupportedOperationException();
        }
    }
}
