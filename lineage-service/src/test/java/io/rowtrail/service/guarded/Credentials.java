package io.rowtrail.service.guarded;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Those who come with something that opens nothing, or with nothing at all. */
final class Credentials {
    private static final String CLAIMS = "\"sub\":\"ann\",\"tenant\":\"alpha\",\"namespaces\":\"*\","
            + "\"realm_access\":{\"roles\":[\"engineer\",\"auditor\",\"admin\",\"rows\",\"producer\",\"operator\"]}";

    private Credentials() {}

    static Map<String, Client> thatOpenNothing(URI home, Plant plant, TokenIssuer issuer) {
        Instant end = Instant.now().plusMillis(1_500);
        Map<String, Client> callers = new LinkedHashMap<>();
        callers.put("an expired key", plant.formerly("ended", Map.of("expiresAt", end.toString())));
        callers.put("a revoked key", plant.formerly("revoked", Map.of()));
        plant.revoke("revoked");
        callers.put("nothing", new Client(home, ""));
        callers.put("a key nobody has", new Client(home, "rt_" + "A".repeat(43)));
        callers.put("half a key", new Client(home, plant.whole.credential().substring(0, 20)));
        callers.put("an expired token", new Client(home, issuer.sign(past(issuer))));
        callers.put("a forged token", new Client(home, issuer.forge(issuer.claims(CLAIMS))));
        while (!Instant.now().isAfter(end)) {
            LockSupport.parkNanos(50_000_000);
        }
        return callers;
    }

    private static String past(TokenIssuer issuer) {
        return TokenIssuer.claims(issuer.address(), "rowtrail", Instant.now().minusSeconds(60), CLAIMS);
    }
}
