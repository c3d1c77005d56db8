package io.rowtrail.service.ingest;

import io.rowtrail.service.security.Caller;
import io.rowtrail.service.security.NamespaceLimits;
import io.rowtrail.service.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Who sends an event, and how.
 *
 * @param tenant whose event it is
 * @param namespaces what it may tell of
 * @param entrance the way it comes in
 * @param actor the principal
 * @param origin where it stands there: the position in a batch, or topic, partition and offset; empty when it is alone
 * @param idempotencyKey the sender's own identity for the event, or null for identity by text
 */
public record Sender(
        Tenant tenant,
        NamespaceLimits namespaces,
        RefusedEvents.Entrance entrance,
        String actor,
        String origin,
        @Nullable String idempotencyKey) {

    /** A sender of single events over HTTP. */
    public static Sender http(Caller caller, @Nullable String idempotencyKey) {
        return new Sender(
                caller.tenant(), caller.namespaces(), RefusedEvents.Entrance.HTTP, caller.name(), "", idempotencyKey);
    }

    /** The sender of a batch as a whole. */
    public static Sender wholeBatch(Caller caller) {
        return batch(caller, "");
    }

    /** The sender of the event at {@code position} of a batch. */
    public static Sender batch(Caller caller, int position) {
        return batch(caller, Integer.toString(position));
    }

    private static Sender batch(Caller caller, String origin) {
        return new Sender(
                caller.tenant(), caller.namespaces(), RefusedEvents.Entrance.BATCH, caller.name(), origin, null);
    }
}
