package io.rowtrail.tags;

import java.util.Arrays;

/**
 * The change ordinals of the transactions that made a row what it is: immutable, sorted, without repeats.
 *
 * <p>Union is commutative, associative and idempotent, in the members as in exactness and the open bit, so partial
 * aggregation, retries and speculative tasks cannot change a result. A set is <em>closed</em> when no transaction that
 * removed, moved or kept out a row could have mattered, else <em>open</em>.
 */
public final class TagSet {
    /** No members, exact, closed. */
    public static final TagSet EMPTY = new TagSet(new long[0], Exactness.EXACT, false);

    private final long[] ordinals;
    private final Exactness exactness;
    private final boolean open;

    private TagSet(long[] ordinals, Exactness exactness, boolean open) {
        this.ordinals = ordinals;
        this.exactness = exactness;
        this.open = open;
    }

    /** An exact, closed set of these ordinals, in any order, repeats allowed. */
    public static TagSet of(long... ordinals) {
        Builder builder = new Builder(Bound.NONE);
        for (long ordinal : ordinals) {
            builder.add(ordinal);
        }
        return builder.build();
    }

    /** The set of a row behind a break: no members, nothing promised. */
    public static TagSet unknown() {
        return new TagSet(new long[0], Exactness.UNKNOWN, true);
    }

    /** {@code sorted} is taken over, not copied. */
    static TagSet ofSorted(long[] sorted, Exactness exactness, boolean open) {
        return new TagSet(sorted, exactness, open);
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

    public boolean contains(long ordinal) {
        return Arrays.binarySearch(ordinals, ordinal) >= 0;
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
        return open ? this : new TagSet(ordinals, exactness, true);
    }

    public TagSet union(TagSet other) {
        return union(other, Bound.NONE);
    }

    /** The union of both, cut to {@code bound} and then {@link Exactness#TRUNCATED}. */
    public TagSet union(TagSet other, Bound bound) {
        return new Builder(bound).addAll(this).addAll(other).build();
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
                && Arrays.equals(ordinals, that.ordinals);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ordinals) * 31 + exactness.hashCode() + Boolean.hashCode(open);
    }

    @Override
    public String toString() {
        return exactness + (open ? " open " : " closed ") + Arrays.toString(ordinals);
    }

    /**
     * Collects a union; not safe for use by several threads.
     *
     * <p>Beyond the bound the smallest ordinals are kept, so the result does not depend on the order of additions.
     */
    public static final class Builder {
        private static final int FIRST_CAPACITY = 8;

        private final Bound bound;
        private long[] pending = new long[FIRST_CAPACITY];
        private int size;
        private int sortedSize;
        private Exactness exactness = Exactness.EXACT;
        private boolean open;

        public Builder(Bound bound) {
            this.bound = bound;
        }

        /**
         * @throws IllegalArgumentException if {@code ordinal} is negative
         */
        public Builder add(long ordinal) {
            if (ordinal < 0) {
                throw new IllegalArgumentException("a change ordinal is not negative: " + ordinal);
            }
            if (size > 0 && pending[size - 1] == ordinal) {
                return this;
            }
            if (size == pending.length) {
                makeRoom();
            }
            pending[size++] = ordinal;
            return this;
        }

        public Builder addAll(TagSet set) {
            for (long ordinal : set.ordinals) {
                add(ordinal);
            }
            exactness = exactness.and(set.exactness);
            open |= set.open;
            return this;
        }

        /** Marks the result open. */
        public Builder open() {
            open = true;
            return this;
        }

        /** The union of all that was added so far; the builder can be used on. */
        public TagSet build() {
            compact();
            TagSet all = new TagSet(Arrays.copyOf(pending, size), exactness, open);
            return bound.apply(all);
        }

        private void makeRoom() {
            compact();
            if (size > pending.length / 2) {
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
                exactness = exactness.and(Exactness.TRUNCATED);
            }
            size = kept;
            sortedSize = kept;
        }
    }
}
