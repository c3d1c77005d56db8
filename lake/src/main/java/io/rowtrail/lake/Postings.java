package io.rowtrail.lake;

import java.util.Arrays;

/**
 * Which rows of a file have a word: pairs of a word of 40 bits and a row of 24, sorted, as differences in blocks. Some 4 bytes a
 * pair where words are dense ordinals, 6 where they are hashes.
 */
final class Postings {
    static final int ROW_BITS = 24;
    static final int MOST_ROWS = 1 << ROW_BITS;

    private static final int BLOCK = 128;
    private static final long ROW = MOST_ROWS - 1L;

    private final long[] firsts;
    private final int[] offsets;
    private final byte[] bytes;
    private final int count;

    private Postings(long[] firsts, int[] offsets, byte[] bytes, int count) {
        this.firsts = firsts;
        this.offsets = offsets;
        this.bytes = bytes;
        this.count = count;
    }

    /** A pair, to be sorted. */
    static long pair(long word, int row) {
        return (word << ROW_BITS) | row;
    }

    /** Sorts the first {@code count} of the pairs, in place. */
    static Postings of(long[] pairs, int count) {
        Arrays.sort(pairs, 0, count);
        int blocks = (count + BLOCK - 1) / BLOCK;
        long[] firsts = new long[blocks];
        int[] offsets = new int[blocks];
        byte[] bytes = new byte[count * 4 + 16];
        int end = 0;
        for (int i = 0; i < count; i++) {
            if (end + 10 > bytes.length) {
                bytes = Arrays.copyOf(bytes, bytes.length + bytes.length / 4 + 16);
            }
            if (i % BLOCK == 0) {
                firsts[i / BLOCK] = pairs[i];
                offsets[i / BLOCK] = end;
            } else {
                long difference = pairs[i] - pairs[i - 1];
                while (difference >= 0x80) {
                    bytes[end++] = (byte) (difference | 0x80);
                    difference >>>= 7;
                }
                bytes[end++] = (byte) difference;
            }
        }
        return new Postings(firsts, offsets, Arrays.copyOf(bytes, end), count);
    }

    /** The rows that have the word, rising. */
    int[] rows(long word) {
        long least = pair(word, 0);
        long most = least | ROW;
        int place = Arrays.binarySearch(firsts, least);
        int block = Math.max(0, place >= 0 ? place : -place - 2);
        int[] rows = new int[4];
        int found = 0;
        for (; block < firsts.length && firsts[block] <= most; block++) {
            long pair = firsts[block];
            int at = offsets[block];
            int left = Math.min(BLOCK, count - block * BLOCK);
            while (true) {
                if (pair >= least && pair <= most) {
                    if (found == rows.length) {
                        rows = Arrays.copyOf(rows, 2 * found);
                    }
                    rows[found++] = (int) (pair & ROW);
                }
                if (--left == 0 || pair > most) {
                    break;
                }
                long difference = 0;
                int shift = 0;
                byte next;
                do {
                    next = bytes[at++];
                    difference |= (long) (next & 0x7f) << shift;
                    shift += 7;
                } while (next < 0);
                pair += difference;
            }
        }
        return Arrays.copyOf(rows, found);
    }

    /** What it takes of memory, in bytes. */
    long size() {
        return bytes.length + firsts.length * 12L + 64;
    }
}
