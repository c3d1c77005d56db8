package io.rowtrail.service;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The one clock. */
final class Clocks {
    Clocks() {}

    @Produces
    @Singleton
    static Clock utc() {
        return Clock.systemUTC();
    }
}
