package io.rowtrail.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rowtrail.service.http.FieldError;
import io.rowtrail.service.http.ProblemException;
import io.rowtrail.service.http.StrictJson;
import io.rowtrail.service.tenant.Tenant;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyOrderTest {
    private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

    private static KeyTerms read(String json) {
        return KeyOrder.read(StrictJson.parse(json.replace('\'', '"')), Tenant.DEFAULT, NOW);
    }

    @Test
    void readsAllThatAKeyMayBeGoodFor() {
        KeyTerms terms = read("{'name':'spark','roles':['producer','engineer'],'namespaces':['etl','shop*'],"
                + "'rate':5,'burst':20,'expiresAt':'2026-02-01T00:00:00+01:00','tenant':'acme'}");
        assertThat(terms.tenant()).hasToString("acme");
        assertThat(terms.roles()).containsExactlyInAnyOrder("producer", "engineer");
        assertThat(terms.namespaces().patterns()).containsExactly("etl", "shop*");
        assertThat(terms.rate()).contains(new Rate(5, 20));
        assertThat(terms.expiresAt()).isEqualTo("2026-01-31T23:00:00Z");
    }

    @Test
    void needsNoMoreThanANameAndARole() {
        KeyTerms terms = read("{'name':'spark','roles':['producer']}");
        assertThat(terms.tenant()).isEqualTo(Tenant.DEFAULT);
        assertThat(terms.namespaces().isAll()).isTrue();
        assertThat(terms.rate()).isEmpty();
        assertThat(terms.expiresAt()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name':'a b','roles':['producer']}|/name",
                "{'name':'local','roles':['producer']}|/name",
                "{'name':'oidc:ann','roles':['producer']}|/name",
                "{'roles':['producer']}|/name",
                "{'name':'a','roles':['root']}|/roles/0",
                "{'name':'a','roles':[]}|/roles",
                "{'name':'a','roles':'producer'}|/roles",
                "{'name':'a','roles':['producer'],'namespaces':[]}|/namespaces",
                "{'name':'a','roles':['producer'],'namespaces':['a*b']}|/namespaces",
                "{'name':'a','roles':['admin'],'namespaces':['a']}|/namespaces",
                "{'name':'a','roles':['producer'],'rate':0}|/rate",
                "{'name':'a','roles':['producer'],'rate':5,'burst':4}|/rate",
                "{'name':'a','roles':['producer'],'expiresAt':'2026-01-02T12:00:00Z'}|/expiresAt",
                "{'name':'a','roles':['producer'],'expiresAt':'soon'}|/expiresAt",
                "{'name':'a','roles':['producer'],'tenant':'A'}|/tenant",
                "{'name':'a','roles':['producer'],'expires':'never'}|/expires",
                "[]|''"
            })
    void saysWhatIsWrongWithOtherOrders(String json, String pointer) {
        ProblemException refused = catchThrowableOfType(ProblemException.class, () -> read(json));
        assertThat(refused.problem().status()).isEqualTo(400);
        assertThat(refused.problem().errors()).extracting(FieldError::pointer).containsExactly(pointer);
    }
}
