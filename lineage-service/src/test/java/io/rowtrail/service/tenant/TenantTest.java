package io.rowtrail.service.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantTest {
    @ParameterizedTest
    @ValueSource(strings = {"default", "a", "acme-eu", "2027", "a-meta-b"})
    void takesSlugs(String slug) {
        assertThat(Tenant.parse(slug)).hasToString(slug);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "Acme",
                "a b",
                "a/b",
                "a\n",
                "acme-meta",
                "acme-2027h1",
                "a1234567890123456789012345678901234567890"
            })
    void refusesWhatIsNoSlugOrCouldBeTheNameOfAnotherTenantsLog(String slug) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tenant.parse(slug));
    }
}
