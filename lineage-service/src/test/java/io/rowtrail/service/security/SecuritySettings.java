package io.rowtrail.service.security;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;

/** Configurations made of texts, as a service reads them. */
final class SecuritySettings {
    private SecuritySettings() {}

    static SmallRyeConfig config(String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new SmallRyeConfigBuilder()
                .withMapping(SecurityConfig.class)
                .withDefaultValues(values)
                .build();
    }

    static SecurityConfig of(SmallRyeConfig config) {
        return config.getConfigMapping(SecurityConfig.class);
    }
}
