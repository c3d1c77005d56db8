package io.rowtrail.service.guarded;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.rowtrail.service.LocalServers;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A service that takes keys and the tokens of a provider of ours, with its databases; once for all tests of a boot. */
public final class GuardedStack implements QuarkusTestResourceLifecycleManager {
    /** The first key, fresh for every boot. */
    static final String BOOTSTRAP = "bootstrap-" + UUID.randomUUID();

    private @Nullable LocalServers servers;
    private @Nullable TokenIssuer issuer;

    @Override
    public Map<String, String> start() {
        LocalServers started = LocalServers.start();
        servers = started;
        TokenIssuer tokens = TokenIssuer.start();
        issuer = tokens;
        Map<String, String> config = new HashMap<>(started.serviceConfig());
        config.put("rowtrail.security.authentication", "oidc");
        config.put("rowtrail.security.bootstrap-key", BOOTSTRAP);
        config.put("rowtrail.security.oidc.issuer", tokens.address());
        config.put("rowtrail.security.oidc.audience", "rowtrail");
        config.put("rowtrail.security.oidc.roles-claim", "realm_access/roles");
        config.put("rowtrail.security.oidc.tenant-claim", "tenant");
        config.put("rowtrail.security.oidc.namespaces-claim", "namespaces");
        config.put("rowtrail.lake.tenant", "alpha");
        return config;
    }

    @Override
    public void inject(Object test) {
        for (Field field : test.getClass().getDeclaredFields()) {
            if (field.getType() == TokenIssuer.class) {
                try {
                    field.setAccessible(true);
                    field.set(test, issuer);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Override
    public void stop() {
        if (issuer != null) {
            issuer.close();
        }
        if (servers != null) {
            servers.close();
        }
    }
}
