package io.rowtrail.service.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ItemNameTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] TOKEN =
            HEX.parseHex("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

    @Test
    void standsForTheTokensThatBeginWithIt() {
        ItemName name = ItemName.of(TOKEN);
        assertThat(name).hasToString("9f86d081884c7d659a2feaa0c55ad015");
        assertThat(Arrays.compareUnsigned(name.first().getBytes(), TOKEN)).isNegative();
        assertThat(Arrays.compareUnsigned(name.last().getBytes(), TOKEN)).isPositive();
        assertThat(name.first().getBytes()).startsWith(HEX.parseHex(name.text()));
        assertThat(name.last().getBytes()).startsWith(HEX.parseHex(name.text()));
    }

    @Test
    void isReadAsItIsWrittenAndInNoOtherWay() {
        assertThat(ItemName.parse(ItemName.of(TOKEN).text())).contains(ItemName.of(TOKEN));
        for (String other :
                new String[] {"", "42", "9F86D081884C7D659A2FEAA0C55AD015", HEX.formatHex(TOKEN), "x".repeat(32)}) {
            assertThat(ItemName.parse(other)).as(other).isEmpty();
        }
    }
}
