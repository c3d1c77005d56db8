package io.rowtrail.audit.postgres;

import static io.rowtrail.audit.postgres.OpenLog.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.audit.Checkpoint;
import io.rowtrail.audit.FollowedEntry;
import io.rowtrail.audit.merkle.Hash;
import io.rowtrail.audit.merkle.ProofCheck;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What writers were told, and whether the log holds to it. */
final class ToldByWriters {
    /** Event to index. */
    private final Map<String, Long> acknowledged = new HashMap<>();

    /** Size to root. */
    private final Map<Long, Hash> signed = new TreeMap<>();

    /** A line of {@link WriterProcess}; one cut short by a kill was no answer. */
    synchronized void remember(String line) {
        String[] words = line.split(" ");
        if (words[0].equals("ACK") && words.length == 3) {
            long index = Long.parseLong(words[2]);
            assertThat(acknowledged.getOrDefault(words[1], index)).as(line).isEqualTo(index);
            acknowledged.put(words[1], index);
        } else if (words[0].equals("CHECKPOINT") && words.length == 3 && words[2].length() == 64) {
            signed.put(Long.valueOf(words[1]), Hash.parse(words[2]));
        }
    }

    /** How many events were acknowledged. */
    synchronized int acknowledged() {
        return acknowledged.size();
    }

    /** Every acknowledged entry is there once, every signed tree is a prefix, all of it derives from the leaves. */
    synchronized void check(LocalPostgres postgres, Path directory) {
        try (OpenLog open = OpenLog.of(postgres, directory)) {
            assertThat(open.log().refusal()).isEmpty();
            Map<Long, String> stored = new HashMap<>();
            Set<String> texts = new HashSet<>();
            long size = await(open.log().size());
            while (stored.size() < size) {
                for (FollowedEntry entry : await(open.log().follow(stored.size(), 1_000))) {
                    assertThat(texts.add(entry.facts().utf8()))
                            .as("doubled: %s", entry.facts().utf8())
                            .isTrue();
                    stored.put(entry.name().index(), entry.facts().utf8());
                }
            }
            acknowledged.forEach((event, index) -> assertThat(stored.get(index))
                    .isEqualTo(Events.event(event).facts().utf8()));
            Checkpoint now = await(open.log().checkpoint());
            signed.forEach((earlier, root) -> {
                if (earlier > 0) {
                    assertThat(ProofCheck.holds(
                                    await(open.log().consistencyProof(earlier, now.size())), root, now.root()))
                            .as("size %d signed before", earlier)
                            .isTrue();
                }
            });
            assertThat(await(open.log().inspect()).damages()).isEmpty();
        }
    }
}
