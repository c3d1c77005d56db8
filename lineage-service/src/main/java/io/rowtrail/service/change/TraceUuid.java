package io.rowtrail.service.change;

import io.rowtrail.trace.TraceId;
import java.util.HexFormat;
import java.util.UUID;

/** A trace id as the 16 bytes PostgreSQL keeps it in. */
final class TraceUuid {
    private TraceUuid() {}

    static UUID of(TraceId trace) {
        String hex = trace.hex();
        return new UUID(
                Long.parseUnsignedLong(hex.substring(0, 16), 16), Long.parseUnsignedLong(hex.substring(16), 16));
    }

    static String hex(UUID uuid) {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(uuid.getMostSignificantBits()) + hex.toHexDigits(uuid.getLeastSignificantBits());
    }
}
