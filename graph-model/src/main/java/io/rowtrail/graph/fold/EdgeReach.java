package io.rowtrail.graph.fold;

import io.rowtrail.graph.EdgeFacts;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.EntryRef;
import io.rowtrail.graph.TimePoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where an edge is told of, and where it has effect.
 *
 * @param named where some run or statement tells of it
 * @param effective where one that has effect does; within {@code named}
 * @param toldBy the first entry that tells of it
 * @param madeBy the first entry that gave it effect, even if that was taken back later; null when none
 * @param stated for a written dataset, the column lineage its latest effective run states; null when none does
 */
public record EdgeReach(
        Region named,
        Region effective,
        EntryRef toldBy,
        @Nullable EntryRef madeBy,
        @Nullable Stated stated) {

    EdgeReach(Region named, Region effective, EntryRef toldBy, @Nullable EntryRef madeBy) {
        this(named, effective, toldBy, madeBy, null);
    }

    /** Returns what two tellers say together. */
    public EdgeReach union(EdgeReach other) {
        return new EdgeReach(
                named.union(other.named),
                effective.union(other.effective),
                min(toldBy, other.toldBy),
                madeBy == null || other.madeBy == null
                        ? (madeBy == null ? other.madeBy : madeBy)
                        : min(madeBy, other.madeBy),
                stated == null || other.stated == null
                        ? (stated == null ? other.stated : stated)
                        : stated.max(other.stated));
    }

    EdgeReach with(Stated latest) {
        return new EdgeReach(named, effective, toldBy, madeBy, latest);
    }

    /** Says for certain that this holds wherever the former did, so that it can be united instead of folded anew. */
    public boolean surelyIncludes(EdgeReach former) {
        return named.surelyIncludes(former.named)
                && effective.surelyIncludes(former.effective)
                && (former.stated == null || (stated != null && stated.follows(former.stated)));
    }

    /** Returns its effect as seen from a point; empty when it is not there. */
    public Optional<Effect> effect(TimePoint at) {
        if (effective.holds(at)) {
            return Optional.of(Effect.EFFECTIVE);
        }
        return named.holds(at) ? Optional.of(Effect.ATTEMPTED) : Optional.empty();
    }

    /** Returns what is known of it from a point; empty when it is not there. */
    public Optional<EdgeFacts> facts(TimePoint at) {
        return effect(at).map(effect -> {
            Region region = effect == Effect.EFFECTIVE ? effective : named;
            Region.Interval interval = region.interval(at).orElseThrow();
            Instant recorded = region.recordedAt(at);
            return new EdgeFacts(
                    effect,
                    interval.from(),
                    interval.to(),
                    recorded == null ? Instant.EPOCH : recorded,
                    evidence(toldBy, madeBy));
        });
    }

    /** Returns the entries that say so, sorted. */
    public static List<EntryRef> evidence(EntryRef toldBy, @Nullable EntryRef madeBy) {
        if (madeBy == null || madeBy.equals(toldBy)) {
            return List.of(toldBy);
        }
        return List.of(min(toldBy, madeBy), max(toldBy, madeBy));
    }

    static EntryRef min(EntryRef a, EntryRef b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    static EntryRef max(EntryRef a, EntryRef b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
