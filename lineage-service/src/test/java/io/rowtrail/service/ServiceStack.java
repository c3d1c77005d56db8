package io.rowtrail.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts {@link LocalServers} once for all tests of a boot. */
public final class ServiceStack implements QuarkusTestResourceLifecycleManager {
    private @Nullable LocalServers servers;

    @Override
    public Map<String, String> start() {
        LocalServers started = LocalServers.start();
        servers = started;
        return started.serviceConfig();
    }

    @Override
    public void stop() {
        if (servers != null) {
            servers.close();
        }
    }
}
