package io.rowtrail.service.log;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which replica does work that one of them should do: the first that asks, until it ends. */
@ApplicationScoped
public class Leadership {
    private static final String OF_ALL_LOGS = "*";

    private final Leases leases;
    private final Map<String, Leases.Lease> held = new HashMap<>();

    @Inject
    Leadership(Leases leases) {
        this.leases = leases;
    }

    /** Whether it is this one; if nobody does it, it is from now on. */
    public synchronized boolean leads(String work) {
        Leases.Lease known = held.get(work);
        if (known != null && known.held()) {
            return true;
        }
        Optional<Leases.Lease> lease = leases.tryAcquire(work, OF_ALL_LOGS);
        lease.ifPresent(got -> held.put(work, got));
        return lease.isPresent();
    }
}
