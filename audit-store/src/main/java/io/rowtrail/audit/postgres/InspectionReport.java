package io.rowtrail.audit.postgres;

import java.util.List;

/**
 * What an inspection of a whole log found.
 *
 * @param entries how many entries were read
 * @param erased how many of them have no payload any more, or none that can be opened
 * @param checkpoints how many stored checkpoints were compared with the tree derived anew
 * @param damages the first hundred, by rising index
 */
public record InspectionReport(long entries, long erased, long checkpoints, List<Damage> damages) {
    public InspectionReport {
        damages = List.copyOf(damages);
    }

    /** Whether everything stored is as it was written. */
    public boolean clean() {
        return damages.isEmpty();
    }
}
