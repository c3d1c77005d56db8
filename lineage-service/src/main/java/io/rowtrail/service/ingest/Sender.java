package io.rowtrail.service.ingest;

import io.rowtrail.service.tenant.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Who sends an event, and how.
 *
 * @param tenant whose event it is
 * @param entrance the way it comes in
 * @param actor the principal
 * @param origin where it stands there: the position in a batch, or topic, partition and offset; empty when it is alone
 * @param idempotencyKey the sender's own identity for the event, or null for identity by text
 */
public record Sender(
        Tenant tenant,
        RefusedEvents.Entrance entrance,
        String actor,
        String origin,
        @Nullable String idempotencyKey) {

    /** A sender of single events over HTTP. */
    public static Sender http(Tenant tenant, String actor, @Nullable String idempotencyKey) {
        return new Sender(tenant, RefusedEvents.Entrance.HTTP, actor, "", idempotencyKey);
    }

    /** The sender of a batch as a whole. */
    public static Sender wholeBatch(Tenant tenant, String actor) {
        return new Sender(tenant, RefusedEvents.Entrance.BATCH, actor, "", null);
    }

    /** The sender of the event at {@code position} of a batch. */
    public static Sender batch(Tenant tenant, String actor, int position) {
        return new Sender(tenant, RefusedEvents.Entrance.BATCH, actor, Integer.toString(position), null);
    }
}
