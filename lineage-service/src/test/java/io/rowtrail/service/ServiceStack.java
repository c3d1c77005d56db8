package io.rowtrail.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Starts {@link LocalServers} and a {@link FakeWorker} once for all tests of a boot. */
public final class ServiceStack implements QuarkusTestResourceLifecycleManager {
    private @Nullable LocalServers servers;
    private @Nullable FakeWorker worker;

    @Override
    public Map<String, String> start() {
        LocalServers started = LocalServers.start();
        servers = started;
        FakeWorker listening = FakeWorker.start();
        worker = listening;
        Map<String, String> config = new HashMap<>(started.serviceConfig());
        config.put("rowtrail.recompute.url", listening.address());
        config.put("rowtrail.recompute.token", FakeWorker.TOKEN);
        return config;
    }

    @Override
    public void inject(Object test) {
        for (Field field : test.getClass().getDeclaredFields()) {
            if (field.getType() == FakeWorker.class) {
                try {
                    field.setAccessible(true);
                    field.set(test, worker);
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    @Override
    public void stop() {
        if (worker != null) {
            worker.close();
        }
        if (servers != null) {
            servers.close();
        }
    }
}
