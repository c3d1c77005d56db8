package io.rowtrail.service.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.service.http.StrictJson;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCallersTest {
    private static final String OIDC = "rowtrail.security.oidc.";

    private static Optional<Caller> caller(String claims, String... settings) {
        return TokenCallers.caller(
                StrictJson.parse(claims.replace('\'', '"')),
                SecuritySettings.of(SecuritySettings.config(settings)).oidc());
    }

    @Test
    void readsRolesTenantAndNamespacesWhereItIsTold() {
        Caller caller = caller(
                        "{'sub':'ann','realm_access':{'roles':['engineer','offline_access','ROWS']},"
                                + "'https://example.org/tenant':'acme','ns':'team-a* lake'}",
                        OIDC + "roles-claim",
                        "realm_access/roles",
                        OIDC + "tenant-claim",
                        "\"https://example.org/tenant\"",
                        OIDC + "namespaces-claim",
                        "ns")
                .orElseThrow();
        assertThat(caller.name()).isEqualTo("oidc:ann");
        assertThat(caller.tenant()).hasToString("acme");
        assertThat(caller.roles()).isEqualTo(Set.of(Roles.ENGINEER));
        assertThat(caller.namespaces().patterns()).containsExactly("lake", "team-a*");
    }

    @Test
    void isOfTheOneTenantAndSeesAllWhereNothingElseIsConfigured() {
        Caller caller = caller("{'sub':'ann','roles':'engineer,auditor','tenant':'acme'}")
                .orElseThrow();
        assertThat(caller.tenant()).hasToString("default");
        assertThat(caller.namespaces().isAll()).isTrue();
        assertThat(caller.roles()).containsExactlyInAnyOrder(Roles.ENGINEER, Roles.AUDITOR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'sub':'ann','roles':'engineer'}",
                "{'sub':'ann','tenant':['a','b']}",
                "{'sub':'ann','tenant':'acme-meta'}",
                "{'sub':'ann','tenant':7}",
                "{'tenant':'acme'}",
                "{'sub':' ','tenant':'acme'}",
                "{'sub':'a\\nb','tenant':'acme'}"
            })
    void takesNoTokenThatLeavesItsHolderOrTenantOpen(String claims) {
        assertThat(caller(claims, OIDC + "tenant-claim", "tenant")).isEmpty();
    }

    @Test
    void showsNothingToATokenWithoutTheNamespacesThatAreAskedFor() {
        Caller caller = caller("{'sub':'ann','roles':['engineer','admin']}", OIDC + "namespaces-claim", "ns")
                .orElseThrow();
        assertThat(caller.namespaces().allows("anything")).isFalse();
        assertThat(caller.roles()).containsExactly(Roles.ENGINEER);
    }

    @Test
    void givesNoRoleToATokenThatNamesNone() {
        assertThat(caller("{'sub':'ann','roles':{'engineer':true}}")
                        .orElseThrow()
                        .roles())
                .isEmpty();
    }
}
