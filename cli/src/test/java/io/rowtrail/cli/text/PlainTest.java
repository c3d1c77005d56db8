package io.rowtrail.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTest {
    @Test
    void leavesOrdinaryTextOfAnyScriptAlone() {
        assertThat(Plain.of("Zoë paid 3,50 € for 茶 and 🍵")).isEqualTo("Zoë paid 3,50 € for 茶 and 🍵");
    }

    @Test
    void showsEscapeSequencesInsteadOfSendingThem() {
        assertThat(Plain.of("\u001b[2J\u001b]0;owned\u0007")).isEqualTo("\\u001b[2J\\u001b]0;owned\\u0007");
        assertThat(Plain.of("\u009b31m and \u007f")).isEqualTo("\\u009b31m and \\u007f");
    }

    @Test
    void keepsEverythingOnOneLine() {
        assertThat(Plain.of("a\nb\rc\td\u2028e")).isEqualTo("a\\nb\\rc\\td\\u2028e");
    }

    @Test
    void showsWhatWouldReorderOrHideText() {
        assertThat(Plain.of("\u202egnp.exe\u200b")).isEqualTo("\\u202egnp.exe\\u200b");
        assertThat(Plain.of("\ud800")).isEqualTo("\\ud800");
        assertThat(Plain.of(new String(Character.toChars(0xe0041)))).isEqualTo("\\udb40\\udc41");
    }

    @Test
    void escapesJsonOnlyWhereATerminalWouldAct() {
        String harmless = "{\n\t\"a\": \"\\u001b[2J é\"\r\n}";
        assertThat(Plain.json(harmless)).isEqualTo(harmless);
        assertThat(Plain.json("{\"a\":\"\u009b2J\"}")).isEqualTo("{\"a\":\"\\u009b2J\"}");
    }
}
