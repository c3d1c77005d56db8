package io.rowtrail.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LocalPathsTest {
    @Test
    void readsTheSpellingsOfOneLocalPath() {
        for (String spelling : new String[] {"file:/data/a b", "file:///data/a b", "/data/a b"}) {
            assertThat(LocalPaths.toPath(spelling)).isEqualTo(Path.of("/data/a b"));
            assertThat(LocalPaths.toUri(spelling)).isEqualTo("file:/data/a b");
        }
    }

    @Test
    void leavesPercentSignsAlone() {
        assertThat(LocalPaths.toPath("file:/data/50%20off")).isEqualTo(Path.of("/data/50%20off"));
    }

    @Test
    void refusesWhatIsNotLocal() {
        assertThatThrownBy(() -> LocalPaths.toUri("s3://bucket/lake"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3://bucket/lake");
    }

    @Test
    void keepsThePasswordOutOfAConfigsText() {
        LakeConfig config = new LakeConfig("lake", "jdbc:postgresql://localhost/catalog", "me", "hush", "/data");
        assertThat(config.toString()).doesNotContain("hush").contains("file:/data");
    }
}
