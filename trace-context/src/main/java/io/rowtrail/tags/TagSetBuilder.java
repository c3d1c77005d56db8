package io.rowtrail.tags;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects a union; not safe for use by several threads.
 *
 * <p>Beyond the bound the smallest ordinals are kept, so the result does not depend on the order of additions. Where the
 * allowance ends, members are no longer told apart: the set becomes a superset.
 */
public final class TagSetBuilder {
    private static final int FIRST_CAPACITY = 8;

    private final Bound bound;
    private final Allowance allowance;
    private long[] pending = new long[FIRST_CAPACITY];
    private int size;
    private int sortedSize;
    private long taken;
    private boolean cut;
    private boolean unknown;
    private boolean open;
    private boolean summarised;
    private boolean ended;
    private @Nullable Hull hull;
    private long min = Long.MAX_VALUE;
    private long max = -1;
    private long sum;

    public TagSetBuilder(Bound bound) {
        this(bound, Allowance.ENDLESS);
    }

    public TagSetBuilder(Bound bound, Allowance allowance) {
        this.bound = bound;
        this.allowance = allowance;
    }

    /**
     * @throws IllegalArgumentException if {@code ordinal} is negative
     */
    public TagSetBuilder add(long ordinal) {
        if (ordinal < 0) {
            throw new IllegalArgumentException("a change ordinal is not negative: " + ordinal);
        }
        if (size > 0 && pending[size - 1] == ordinal) {
            return this;
        }
        if (size == pending.length && !summarised) {
            makeRoom();
        }
        if (summarised) {
            summarise(ordinal);
        } else {
            pending[size++] = ordinal;
        }
        return this;
    }

    public TagSetBuilder addAll(TagSet set) {
        for (long ordinal : set.sorted()) {
            add(ordinal);
        }
        cut |= set.exactness() == Exactness.TRUNCATED;
        unknown |= set.exactness() == Exactness.UNKNOWN;
        open |= set.open();
        set.hull().ifPresent(one -> hull = and(hull, one));
        return this;
    }

    /** Marks the result open. */
    public TagSetBuilder open() {
        open = true;
        return this;
    }

    /** From now on keeps only between which ordinals the members lie, and how many there are at most. */
    public TagSetBuilder summarise() {
        if (!summarised) {
            compact();
            summarised = true;
            for (int i = 0; i < size; i++) {
                summarise(pending[i]);
            }
            size = 0;
            sortedSize = 0;
            pending = new long[0];
            giveBack();
        }
        return this;
    }

    private void summarise(long ordinal) {
        min = Math.min(min, ordinal);
        max = Math.max(max, ordinal);
        sum++;
    }

    /** Whether the allowance ended, so that members are no longer told apart. */
    public boolean endedAllowance() {
        return ended;
    }

    /** Gives back what was taken of the allowance; the builder can be used on. */
    public void giveBack() {
        allowance.giveBack(taken);
        taken = 0;
    }

    /** The union of all that was added so far; the builder can be used on. */
    public TagSet build() {
        compact();
        Exactness listed = unknown ? Exactness.UNKNOWN : cut ? Exactness.TRUNCATED : Exactness.EXACT;
        if (sum == 0) {
            return bound.apply(TagSet.ofSorted(Arrays.copyOf(pending, size), listed, hull, open));
        }
        boolean one = min == max;
        Hull others = one ? hull : and(hull, new Hull(min, max, Math.min(sum, Hull.MANY)));
        return TagSet.ofSorted(
                one ? new long[] {min} : new long[0], listed, cut ? and(others, TagSet.after(min)) : others, open);
    }

    private static @Nullable Hull and(@Nullable Hull left, Hull right) {
        return left == null ? right : left.and(right);
    }

    private void makeRoom() {
        compact();
        if (size > pending.length / 2) {
            long more = (long) pending.length * Long.BYTES;
            if (!allowance.take(more)) {
                ended = true;
                summarise();
                return;
            }
            taken += more;
            pending = Arrays.copyOf(pending, pending.length * 2);
        }
    }

    /** Sorts, drops repeats, and keeps no more than the bound's count. */
    private void compact() {
        if (sortedSize == size) {
            return;
        }
        Arrays.sort(pending, 0, size);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (kept == 0 || pending[kept - 1] != pending[i]) {
                pending[kept++] = pending[i];
            }
        }
        if (kept > bound.maxCount()) {
            kept = bound.maxCount();
            cut = true;
        }
        size = kept;
        sortedSize = kept;
    }
}
