package io.rowtrail.lake;

import io.rowtrail.trace.ChangeOrdinal;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which rows of one data file hold an ordinal, or a key. Data files never change, so neither does an index.
 *
 * @param postings the words; hashes of keys, or ordinals with their incarnation as a number of a few bits
 * @param incarnations the incarnations met, in the order of their numbers; none of an index of keys
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FileIndex(Postings postings, int[] incarnations) {
    private static final int MOST_INCARNATIONS = 8;
    private static final int COUNTER_BITS = 36;
    private static final long WORD = (1L << 39) - 1;

    /** The rows that hold any of the ordinals, rising. */
    int[] rows(long[] ordinals) {
        return Arrays.stream(ordinals)
                .mapToObj(ordinal -> word(new ChangeOrdinal(ordinal), incarnations))
                .flatMap(Optional::stream)
                .flatMapToInt(word -> Arrays.stream(postings.rows(word)))
                .sorted()
                .distinct()
                .toArray();
    }

    /** The rows whose key has the hash, rising: those of the key among them. */
    int[] rows(int keyHash) {
        return postings.rows(word(keyHash));
    }

    long size() {
        return postings.size();
    }

    private static long word(int keyHash) {
        return (keyHash * 0x9E3779B97F4A7C15L) >>> 25;
    }

    private static Optional<Long> word(ChangeOrdinal ordinal, int[] incarnations) {
        for (int i = 0; i < incarnations.length; i++) {
            if (incarnations[i] == ordinal.incarnation()) {
                return (ordinal.counter() >>> COUNTER_BITS) != 0
                        ? Optional.empty()
                        : Optional.of(((long) i << COUNTER_BITS) | ordinal.counter());
            }
        }
        return Optional.empty();
    }

    /** Takes the rows of a file one after the other. */
    static final class Builder {
        private final int mostPairs;
        private long[] pairs = new long[1 << 12];
        private int count;
        private int[] incarnations = new int[0];
        private boolean possible = true;

        /** @param mostPairs with more there is no index */
        Builder(int mostPairs) {
            this.mostPairs = mostPairs;
        }

        void key(int row, int hash) {
            add(word(hash), row);
        }

        void ordinals(int row, long[] ordinals) {
            for (long value : ordinals) {
                ChangeOrdinal ordinal = new ChangeOrdinal(value);
                Optional<Long> word = word(ordinal, incarnations);
                if (word.isEmpty() && incarnations.length < MOST_INCARNATIONS) {
                    incarnations = Arrays.copyOf(incarnations, incarnations.length + 1);
                    incarnations[incarnations.length - 1] = ordinal.incarnation();
                    word = word(ordinal, incarnations);
                }
                if (word.isEmpty()) {
                    possible = false;
                    return;
                }
                add(word.get(), row);
            }
        }

        private void add(long word, int row) {
            if (!possible || count == mostPairs || row >= Postings.MOST_ROWS || word > WORD) {
                possible = false;
                return;
            }
            if (count == pairs.length) {
                pairs = Arrays.copyOf(pairs, Math.min(mostPairs, count + count / 2));
            }
            pairs[count++] = Postings.pair(word, row);
        }

        /** There is no index of such rows. */
        void giveUp() {
            possible = false;
        }

        boolean isPossible() {
            return possible;
        }

        /** Empty when there are too many pairs, or numbers too large. */
        Optional<FileIndex> build() {
            return possible ? Optional.of(new FileIndex(Postings.of(pairs, count), incarnations)) : Optional.empty();
        }
    }
}
