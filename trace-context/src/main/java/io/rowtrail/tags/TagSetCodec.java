package io.rowtrail.tags;

/**
 * The one class in which a tag set becomes bytes and bytes a tag set. Version 1:
 *
 * <pre>
 * byte 0    version, 0x01
 * byte 1    bits 0-1 exactness (0 exact, 1 truncated, 2 unknown, 3 superset), bit 2 open, bit 3 form, others zero
 * varint    number of members
 * form 0    first member, then each difference to the one before, less 1 (varints)
 * form 1    number of runs; for each run its start less the end of the one before (the first: its start),
 *           and its length less 1 (varints)
 * superset  at the end its hull: min, max less min, sum, 0 where that is not known (varints)
 * </pre>
 *
 * A varint is unsigned LEB128. The shorter form is taken, form 0 when equal, so equal sets have equal bytes; any other
 * bytes are refused.
 */
public final class TagSetCodec {
    /** The most members that are read: runs let a few bytes name any number. */
    static final int MAX_MEMBERS = 1 << 24;

    private static final byte VERSION = 1;
    private static final int OPEN = 4;
    private static final int RUNS = 8;

    private TagSetCodec() {}

    static byte[] encode(TagSet set) {
        long[] members = set.sorted();
        Lengths lengths = Lengths.of(members);
        boolean asRuns = lengths.asRuns();
        byte[] bytes = new byte[encodedLength(set, lengths)];
        bytes[0] = VERSION;
        bytes[1] = (byte) (set.exactness().code() | (set.open() ? OPEN : 0) | (asRuns ? RUNS : 0));
        int at = writeVarint(bytes, 2, members.length);
        int end = asRuns ? writeRuns(bytes, at, members) : writeDeltas(bytes, at, members);
        set.hull().ifPresent(hull -> writeHull(bytes, end, hull));
        return bytes;
    }

    static int encodedLength(TagSet set) {
        return encodedLength(set, Lengths.of(set.sorted()));
    }

    private static int encodedLength(TagSet set, Lengths lengths) {
        return 2
                + varintLength(set.sorted().length)
                + Math.min(lengths.deltas, lengths.runs)
                + set.hull().map(TagSetCodec::hullLength).orElse(0);
    }

    private static int hullLength(Hull hull) {
        return varintLength(hull.min()) + varintLength(hull.max() - hull.min()) + varintLength(sum(hull));
    }

    private static void writeHull(byte[] bytes, int start, Hull hull) {
        int at = writeVarint(bytes, start, hull.min());
        at = writeVarint(bytes, at, hull.max() - hull.min());
        writeVarint(bytes, at, sum(hull));
    }

    private static long sum(Hull hull) {
        return hull.sum() == Hull.MANY ? 0 : hull.sum();
    }

    static TagSet decode(byte[] bytes) {
        Reader reader = new Reader(bytes);
        Header header = Header.of(bytes);
        reader.at = 2;
        long count = reader.varint();
        long[] members;
        if (header.runs) {
            members = reader.runs(count);
        } else {
            members = reader.deltas(count);
        }
        Hull hull = header.exactness == Exactness.SUPERSET ? reader.hull() : null;
        TagSet set = TagSet.ofSorted(members, header.exactness, hull, header.open);
        if (reader.at != bytes.length || !isCanonical(set, header.runs, bytes.length)) {
            throw new IllegalArgumentException("not the canonical bytes of a tag set");
        }
        return set;
    }

    /** Any other bytes for this set are longer: padded numbers, a run in two, or the other form. */
    private static boolean isCanonical(TagSet set, boolean asRuns, int length) {
        Lengths lengths = Lengths.of(set.sorted());
        return asRuns == lengths.asRuns() && length == encodedLength(set, lengths);
    }

    /** The number of listed members, read from the header alone. */
    public static long count(byte[] bytes) {
        Header.of(bytes);
        Reader reader = new Reader(bytes);
        reader.at = 2;
        return reader.varint();
    }

    /** The exactness, read from the header alone. */
    public static Exactness exactness(byte[] bytes) {
        return Header.of(bytes).exactness;
    }

    /** The open bit, read from the header alone. */
    public static boolean open(byte[] bytes) {
        return Header.of(bytes).open;
    }

    private record Header(Exactness exactness, boolean open, boolean runs) {
        static Header of(byte[] bytes) {
            if (bytes.length < 3 || bytes[0] != VERSION) {
                throw new IllegalArgumentException("not the bytes of a tag set of version " + VERSION);
            }
            int flags = bytes[1];
            if ((flags & ~15) != 0) {
                throw new IllegalArgumentException("unknown flags of a tag set: " + flags);
            }
            return new Header(Exactness.ofCode(flags & 3), (flags & OPEN) != 0, (flags & RUNS) != 0);
        }
    }

    /** How many bytes the members take in either form: both in one pass, since each row's set is measured more than once. */
    private record Lengths(int deltas, int runs) {
        static Lengths of(long[] members) {
            int deltas = 0;
            int runs = 0;
            int count = 0;
            int first = 0;
            for (int i = 0; i < members.length; i++) {
                long gap = i == 0 ? members[0] : members[i] - members[i - 1] - 1;
                deltas += varintLength(gap);
                if (i == 0 || gap != 0) {
                    runs += varintLength(i == 0 ? gap : gap + 1) + (i == 0 ? 0 : varintLength(i - 1 - first));
                    first = i;
                    count++;
                }
            }
            int last = members.length == 0 ? 0 : varintLength(members.length - 1 - first);
            return new Lengths(deltas, runs + last + varintLength(count));
        }

        boolean asRuns() {
            return runs < deltas;
        }
    }

    private static int lastOfRun(long[] members, int first) {
        int last = first;
        while (last + 1 < members.length && members[last + 1] == members[last] + 1) {
            last++;
        }
        return last;
    }

    private static int writeDeltas(byte[] bytes, int start, long[] members) {
        int at = start;
        for (int i = 0; i < members.length; i++) {
            at = writeVarint(bytes, at, i == 0 ? members[0] : members[i] - members[i - 1] - 1);
        }
        return at;
    }

    private static int writeRuns(byte[] bytes, int start, long[] members) {
        int runs = 0;
        for (int i = 0; i < members.length; i = lastOfRun(members, i) + 1) {
            runs++;
        }
        int at = writeVarint(bytes, start, runs);
        long end = 0;
        for (int i = 0; i < members.length; ) {
            int last = lastOfRun(members, i);
            at = writeVarint(bytes, at, members[i] - end);
            at = writeVarint(bytes, at, last - i);
            end = members[last];
            i = last + 1;
        }
        return at;
    }

    private static int varintLength(long value) {
        return value >>> 7 == 0 ? 1 : (70 - Long.numberOfLeadingZeros(value)) / 7;
    }

    private static int writeVarint(byte[] bytes, int start, long value) {
        int at = start;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[at++] = (byte) rest;
        return at;
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        long varint() {
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                if (at == bytes.length) {
                    throw new IllegalArgumentException("a tag set ends early");
                }
                byte next = bytes[at++];
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number in a tag set is too long");
        }

        long[] deltas(long count) {
            if (count > bytes.length - at) {
                throw new IllegalArgumentException("a tag set is shorter than its count");
            }
            long[] members = new long[(int) count];
            for (int i = 0; i < members.length; i++) {
                members[i] = i == 0 ? varint() : notNegative(members[i - 1] + 1 + varint());
            }
            return members;
        }

        long[] runs(long count) {
            long runs = varint();
            if (runs > (bytes.length - at) / 2 || count > MAX_MEMBERS) {
                throw new IllegalArgumentException("a tag set has too few bytes or too many members for its runs");
            }
            long[] starts = new long[(int) runs];
            long[] lengths = new long[(int) runs];
            long end = 0;
            long total = 0;
            for (int r = 0; r < starts.length; r++) {
                long gap = varint();
                if (r > 0 && gap == 0) {
                    throw new IllegalArgumentException("a run in a tag set begins in the one before");
                }
                starts[r] = notNegative(end + gap);
                lengths[r] = varint() + 1;
                end = notNegative(starts[r] + lengths[r] - 1);
                total = notNegative(total + lengths[r]);
            }
            if (total != count) {
                throw new IllegalArgumentException("a tag set's count is not that of its runs");
            }
            long[] members = new long[(int) count];
            int next = 0;
            for (int r = 0; r < starts.length; r++) {
                for (long i = 0; i < lengths[r]; i++) {
                    members[next++] = starts[r] + i;
                }
            }
            return members;
        }

        Hull hull() {
            long min = varint();
            long max = notNegative(min + varint());
            long sum = varint();
            return new Hull(min, max, sum == 0 ? Hull.MANY : sum);
        }

        private static long notNegative(long value) {
            if (value < 0) {
                throw new IllegalArgumentException("an ordinal in a tag set is beyond 2^63-1");
            }
            return value;
        }
    }
}
