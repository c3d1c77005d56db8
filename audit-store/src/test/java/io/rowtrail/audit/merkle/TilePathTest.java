package io.rowtrail.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
    @ParameterizedTest
    @CsvSource({
        "tile/0/000, 0, 0, 256",
        "tile/0/x001/x234/067, 0, 1234067, 256",
        "tile/1/000.p/3, 1, 0, 3",
        "tile/entries/x001/000.p/255, -1, 1000, 255"
    })
    void readsAndWritesTheNamesOfTlogTiles(String path, int level, long index, int width) {
        TilePath parsed = TilePath.parse(path).orElseThrow();

        assertThat(parsed).isEqualTo(new TilePath(level, index, width));
        assertThat(parsed.format()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tile/0/0", "tile/00/000", "tile/64/000", "tile/0/x000/001", "tile/0/000.p/0", "tile/0/000.p/256",
                "tile/0/001/000", "tile/0/x001", "tile/-1/000", "checkpoint", "tile/0/000/", "/tile/0/000"
            })
    void refusesASecondNameForTheSameTile(String path) {
        assertThat(TilePath.parse(path)).isEmpty();
    }
}
