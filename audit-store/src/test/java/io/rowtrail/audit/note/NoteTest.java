package io.rowtrail.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.merkle.TreeHasher;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteTest {
    @TempDir
    Path directory;

    @Test
    void aKeyReadBackSignsTheSame() {
        NoteKey key = NoteKey.generate("example.com/log");
        NoteKey read = NoteKey.parse(key.format());

        assertThat(read.verifierKey()).isEqualTo(key.verifierKey());
        assertThat(read.sign("text\n")).isEqualTo(key.sign("text\n")).startsWith("text\n\n\u2014 example.com/log ");
    }

    @Test
    void refusesKeysThatDoNotBelongTogether() {
        String[] one = NoteKey.generate("example.com/log").format().split("\n");
        String[] other = NoteKey.generate("example.com/log").format().split("\n");

        assertThatThrownBy(() -> NoteKey.parse(one[0] + "\n" + other[1] + "\n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NoteKey.generate("with space")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theStoreChangesOnlyFromWhatIsExpected() {
        CheckpointStore store = new FileCheckpointStore(directory.resolve("log/checkpoint"));
        String first = NoteKey.generate("log").sign(new TreeHead("log", 0, TreeHasher.EMPTY_ROOT).format());

        assertThat(store.latest()).isEmpty();
        assertThat(store.swap(Optional.of("other"), first)).isFalse();
        assertThat(store.swap(Optional.empty(), first)).isTrue();
        assertThat(store.swap(Optional.empty(), "second")).isFalse();
        assertThat(new FileCheckpointStore(directory.resolve("log/checkpoint")).latest())
                .contains(first);
        assertThat(TreeHead.parse(first)).isEqualTo(new TreeHead("log", 0, TreeHasher.EMPTY_ROOT));
    }
}
