package io.rowtrail.tags;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The change ordinals of the transactions that made a row what it is: immutable, sorted, without repeats.
 *
 * <p>Union is commutative, associative and idempotent, in the members as in exactness and the open bit, so partial
 * aggregation, retries and speculative tasks cannot change a result. (A hull's sum is not idempotent: it stays an upper
 * bound.) A set is <em>closed</em> when no transaction that
 * removed, moved or kept out a row could have mattered, else <em>open</em>.
 */
public final class TagSet {
    /** No members, exact, closed. */
    public static final TagSet EMPTY = ofSorted(new long[0], Exactness.EXACT, null, false);

    private final long[] ordinals;
    private final Exactness exactness;
    private final @Nullable Hull hull;
    private final boolean open;

    private TagSet(long[] ordinals, Exactness exactness, @Nullable Hull hull, boolean open) {
        this.ordinals = ordinals;
        this.exactness = exactness;
        this.hull = hull;
        this.open = open;
    }

    /** An exact, closed set of these ordinals, in any order, repeats allowed. */
    public static TagSet of(long... ordinals) {
        TagSetBuilder builder = new TagSetBuilder(Bound.NONE);
        for (long ordinal : ordinals) {
            builder.add(ordinal);
        }
        return builder.build();
    }

    /** The set of a row behind a break: no members, nothing promised. */
    public static TagSet unknown() {
        return ofSorted(new long[0], Exactness.UNKNOWN, null, true);
    }

    /**
     * A closed set of which is known only between which ordinals its members lie; exact when that is one.
     *
     * @param sum how many members there are at most, repeats counted, at least 1; what is {@link Hull#MANY} or more is not
     *     known
     * @throws IllegalArgumentException if {@code min} is negative or more than {@code max}
     */
    public static TagSet between(long min, long max, long sum) {
        return min == max
                ? of(min)
                : ofSorted(new long[0], Exactness.SUPERSET, new Hull(min, max, Math.min(sum, Hull.MANY)), false);
    }

    /**
     * {@code sorted} is taken over, not copied. With a hull the set is a superset: what a truncated one misses may be any
     * ordinal above its first. Of an unknown set no hull is kept.
     */
    static TagSet ofSorted(long[] sorted, Exactness listed, @Nullable Hull hull, boolean open) {
        if (hull == null || listed == Exactness.UNKNOWN) {
            return new TagSet(sorted, listed, null, open);
        }
        boolean cut = listed == Exactness.TRUNCATED && sorted.length > 0;
        return new TagSet(sorted, Exactness.SUPERSET, cut ? hull.and(after(sorted[0])) : hull, open);
    }

    /** Where the members lie that a truncated set does not list. */
    static Hull after(long first) {
        return new Hull(Math.min(first, Long.MAX_VALUE - 1), Long.MAX_VALUE, Hull.MANY);
    }

    /** How many members are listed; of a set that is not exact, a lower bound. */
    public int count() {
        return ordinals.length;
    }

    public Exactness exactness() {
        return exactness;
    }

    /** Whether something that is not in the row may have mattered. */
    public boolean open() {
        return open;
    }

    /** Where the members lie that are not listed; empty unless the set is a superset. */
    public Optional<Hull> hull() {
        return Optional.ofNullable(hull);
    }

    /** Whether {@code ordinal} is listed: then it is a member, whatever the exactness. */
    public boolean contains(long ordinal) {
        return Arrays.binarySearch(ordinals, ordinal) >= 0;
    }

    /** Whether {@code ordinal} is a member or cannot be ruled out. */
    public boolean mayContain(long ordinal) {
        return switch (exactness) {
            case EXACT -> contains(ordinal);
            case SUPERSET -> contains(ordinal) || hull().orElseThrow().covers(ordinal);
            case TRUNCATED, UNKNOWN -> true;
        };
    }

    /** Not fewer members than there are, listed or not; {@link Long#MAX_VALUE} where that is not known. */
    public long atMost() {
        return switch (exactness) {
            case EXACT -> count();
            case SUPERSET -> {
                long others = hull().orElseThrow().atMost();
                yield others > Long.MAX_VALUE - count() ? Long.MAX_VALUE : others + count();
            }
            case TRUNCATED, UNKNOWN -> Long.MAX_VALUE;
        };
    }

    /** This set with its members no longer told apart: between which they lie, and how many at most. */
    public TagSet summarised() {
        return new TagSetBuilder(Bound.NONE).addAll(this).summarise().build();
    }

    /** The members in ascending order; a copy. */
    public long[] ordinals() {
        return ordinals.clone();
    }

    /**
     * The smallest listed member.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public long first() {
        return ordinals[0];
    }

    /**
     * The greatest listed member.
     *
     * @throws IndexOutOfBoundsException if there is none
     */
    public long last() {
        return ordinals[ordinals.length - 1];
    }

    /** The members without the copy, for this package's own loops. */
    long[] sorted() {
        return ordinals;
    }

    /** This set, open. */
    public TagSet opened() {
        return open ? this : new TagSet(ordinals, exactness, hull, true);
    }

    public TagSet union(TagSet other) {
        return union(other, Bound.NONE);
    }

    /** The union of both, cut to {@code bound} and then {@link Exactness#TRUNCATED}. */
    public TagSet union(TagSet other, Bound bound) {
        return new TagSetBuilder(bound).addAll(this).addAll(other).build();
    }

    /** The canonical bytes: equal sets have equal bytes. See {@link TagSetCodec} for their layout. */
    public byte[] encode() {
        return TagSetCodec.encode(this);
    }

    /**
     * Reads {@link #encode()}.
     *
     * @throws IllegalArgumentException if {@code bytes} are not the canonical bytes of a set
     */
    public static TagSet decode(byte[] bytes) {
        return TagSetCodec.decode(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagSet that
                && open == that.open
                && exactness == that.exactness
                && Objects.equals(hull, that.hull)
                && Arrays.equals(ordinals, that.ordinals);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ordinals) * 31 + Objects.hash(exactness, hull, open);
    }

    @Override
    public String toString() {
        return exactness
                + (open ? " open " : " closed ")
                + Arrays.toString(ordinals)
                + (hull == null ? "" : " " + hull);
    }
}
