package io.rowtrail.tags;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TagSetTest {
    private static final long SEED = Long.getLong("rowtrail.seed", 20_261_122L);
    private static final int CASES = Boolean.getBoolean("rowtrail.long") ? 200_000 : 5_000;

    private static TagSet random(Random random) {
        long base = random.nextBoolean() ? 0 : random.nextLong() & Long.MAX_VALUE >> 1;
        TagSetBuilder set = new TagSetBuilder(Bound.NONE);
        for (int i = random.nextInt(40); i > 0; i--) {
            long start = base + random.nextInt(1 + random.nextInt(5_000));
            for (int run = random.nextInt(4) == 0 ? random.nextInt(60) : 0; run >= 0; run--) {
                set.add(start + run);
            }
        }
        TagSet built = random.nextInt(5) == 0 ? set.open().build() : set.build();
        return random.nextInt(9) == 0 ? built.union(TagSet.unknown()) : built;
    }

    /** Some of these are supersets. */
    private static TagSet any(Random random) {
        TagSet listed = random(random);
        long min = random.nextInt(9_000);
        return switch (random.nextInt(4)) {
            case 0 -> listed.union(TagSet.between(min, min + 1 + random.nextInt(9_000), 1 + random.nextInt(50)));
            case 1 -> listed.summarised();
            default -> listed;
        };
    }

    @Test
    void decodesWhatItEncodes() {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            TagSet set = any(random);
            byte[] bytes = set.encode();
            assertThat(TagSet.decode(bytes)).as("seed %d case %d", SEED, i).isEqualTo(set);
            assertThat(TagSetCodec.count(bytes)).isEqualTo(set.count());
            assertThat(TagSetCodec.open(bytes)).isEqualTo(set.open());
            assertThat(TagSetCodec.exactness(bytes)).isEqualTo(set.exactness());
        }
    }

    @Test
    void unitesAsSetsDoWhateverTheOrder() {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            TagSet a = random(random);
            TagSet b = random(random);
            TagSet c = random(random);
            TreeSet<Long> expected = new TreeSet<>();
            for (TagSet set : new TagSet[] {a, b, c}) {
                Arrays.stream(set.ordinals()).forEach(expected::add);
            }
            TagSet left = a.union(b).union(c);
            TagSet right = c.union(b.union(a)).union(a);
            assertThat(left).as("seed %d case %d", SEED, i).isEqualTo(right);
            assertThat(left.ordinals())
                    .isEqualTo(expected.stream().mapToLong(Long::longValue).toArray());
            assertThat(left.encode()).isEqualTo(right.encode());
        }
    }

    @Test
    void keepsTheSmallestMembersBeyondTheBoundWhateverTheOrder() {
        Random random = new Random(SEED);
        Bound bound = new Bound(50, 80);
        for (int i = 0; i < CASES; i++) {
            TagSet a = random(random);
            TagSet b = random(random);
            TagSet c = random(random);
            TagSet whole = a.union(b).union(c);
            TagSet bounded = a.union(b, bound).union(c, bound);
            assertThat(bounded)
                    .as("seed %d case %d", SEED, i)
                    .isEqualTo(b.union(c, bound).union(a, bound));
            assertThat(bounded.encode().length).isLessThanOrEqualTo(80);
            assertThat(bounded.count()).isLessThanOrEqualTo(50);
            assertThat(bounded.ordinals()).isEqualTo(Arrays.copyOf(whole.ordinals(), bounded.count()));
            if (bounded.count() < whole.count()) {
                assertThat(bounded.exactness()).isNotEqualTo(Exactness.EXACT);
            }
        }
    }

    @Test
    void takesNoOtherBytesThanTheCanonicalOnes() {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = any(random).encode();
            byte[] broken = bytes.clone();
            broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(TagSet.decode(broken).encode()).isEqualTo(broken);
            } catch (IllegalArgumentException refused) {
                assertThat(refused).hasMessageContaining("tag set");
            }
            byte[] shorter = Arrays.copyOf(bytes, bytes.length - 1);
            assertThatThrownBy(() -> TagSet.decode(shorter)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aSupersetCoversEveryMemberWhateverWasUnitedInWhichOrder() {
        Random random = new Random(SEED);
        Bound[] bounds = {Bound.NONE, new Bound(7, 80), new Bound(20, 1_000)};
        for (int i = 0; i < CASES; i++) {
            Bound bound = bounds[random.nextInt(bounds.length)];
            TagSet whole = TagSet.EMPTY;
            TagSet[] told = new TagSet[4];
            for (int j = 0; j < told.length; j++) {
                TagSet set = random(random);
                whole = whole.union(set);
                boolean summed = set.exactness() == Exactness.EXACT && random.nextInt(2) == 0;
                told[j] = summed ? set.summarised() : set;
            }
            TagSet left = told[0].union(told[1], bound).union(told[2], bound).union(told[3], bound);
            TagSet right = told[3].union(told[1], bound).union(told[2].union(told[0], bound), bound);
            assertThat(left.encode()).as("seed %d case %d", SEED, i).isEqualTo(right.encode());
            assertThat(left.exactness().compareTo(whole.exactness())).isNotNegative();
            for (long member : whole.ordinals()) {
                assertThat(left.mayContain(member)).isTrue();
            }
            for (long listed : left.ordinals()) {
                assertThat(whole.contains(listed)).isTrue();
            }
            assertThat(left.atMost()).isGreaterThanOrEqualTo(whole.count());
        }
    }

    @Test
    void becomesASupersetWhereTheAllowanceEnds() {
        long[] left = {600};
        Allowance allowance = new Allowance() {
            @Override
            public boolean take(long bytes) {
                boolean enough = bytes <= left[0];
                left[0] -= enough ? bytes : 0;
                return enough;
            }

            @Override
            public void giveBack(long bytes) {
                left[0] += bytes;
            }
        };
        TagSetBuilder builder = new TagSetBuilder(Bound.DEFAULT, allowance);
        for (int i = 0; i < 1_000; i++) {
            builder.add(10 + 3L * i);
        }
        assertThat(builder.build()).isEqualTo(TagSet.between(10, 10 + 3L * 999, 1_000));
        assertThat(left[0]).isEqualTo(600);
        TagSet small = new TagSetBuilder(Bound.DEFAULT, allowance).add(3).add(1).build();
        assertThat(small).isEqualTo(TagSet.of(1, 3));
    }

    @Test
    void oneOrdinalBetweenItselfIsKnown() {
        assertThat(TagSet.between(5, 5, 80)).isEqualTo(TagSet.of(5));
        assertThat(TagSet.of(4).summarised()).isEqualTo(TagSet.of(4));
        assertThat(TagSet.EMPTY.summarised()).isEqualTo(TagSet.EMPTY);
    }

    @Test
    void refusesARunOfBillionsInAFewBytes() {
        byte[] bomb = HexFormat.of().parseHex("0108" + "ffffffff07" + "01" + "00" + "feffffff07");
        assertThatThrownBy(() -> TagSet.decode(bomb)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasTheseBytes() {
        HexFormat hex = HexFormat.of();
        assertThat(hex.formatHex(TagSet.EMPTY.encode())).isEqualTo("010000");
        assertThat(hex.formatHex(TagSet.unknown().encode())).isEqualTo("010600");
        assertThat(hex.formatHex(TagSet.of(300, 5, 5).encode())).isEqualTo("010002" + "05" + "a602");
        assertThat(hex.formatHex(TagSet.of(7, 8, 9, 10, 11).opened().encode()))
                .isEqualTo("010c05" + "01" + "07" + "04");
        assertThat(hex.formatHex(TagSet.between(5, 305, 9).encode())).isEqualTo("010300" + "05" + "ac02" + "09");
        assertThat(hex.formatHex(TagSet.between(5, 305, Hull.MANY)
                        .union(TagSet.of(2))
                        .opened()
                        .encode()))
                .isEqualTo("010701" + "02" + "05" + "ac02" + "00");
        assertThat(hex.formatHex(TagSet.of(Long.MAX_VALUE).encode())).isEqualTo("010001" + "ffffffffffffffff7f");
    }
}
