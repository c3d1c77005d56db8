package io.rowtrail.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void alignsTextLeftAndNumbersRight() {
        Table table = new Table(List.of("table", "rows"), List.of(List.of("sale", "7"), List.of("sale_line", "1,250")));

        assertThat(table.lines(Width.uncut()))
                .containsExactly("table       rows", "sale           7", "sale_line  1,250");
    }

    @Test
    void writesBlocksRatherThanCutWhatGoesToAFile() {
        Table table = new Table(List.of("id", "more"), List.of(List.of(ID, ID), List.of(ID, ID)));

        assertThat(table.lines(new Width(40, false)))
                .containsExactly("id    " + ID, "more  " + ID, "", "id    " + ID, "more  " + ID);
    }

    @Test
    void cutsTheMiddleOfLongValuesOnANarrowTerminal() {
        Table table = new Table(List.of("id", "n"), List.of(List.of(ID, "1")));

        assertThat(table.lines(Width.ofTerminal(24)))
                .containsExactly("id                     n", "4bf92f3577b34d…0e4736  1");
    }

    @Test
    void writesBlocksWhenEvenCuttingDoesNotHelp() {
        List<String> headings = List.of("a", "b", "c", "d");
        Table table = new Table(headings, List.of(List.of(ID, ID, ID, ID)));

        assertThat(table.lines(Width.ofTerminal(30))).containsExactly("a  " + ID, "b  " + ID, "c  " + ID, "d  " + ID);
    }

    @Test
    void neverCutsACharacterInTwo() {
        Table table = new Table(List.of("x"), List.of(List.of("🍵".repeat(40))));

        assertThat(table.lines(Width.ofTerminal(20)))
                .last()
                .asString()
                .isEqualTo("🍵".repeat(13) + "…" + "🍵".repeat(6));
    }
}
