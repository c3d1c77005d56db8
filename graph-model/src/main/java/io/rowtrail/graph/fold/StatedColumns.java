package io.rowtrail.graph.fold;

import io.rowtrail.graph.ColumnEdge;
import io.rowtrail.graph.TimePoint;
import io.rowtrail.graph.facts.RunId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What runs state of the columns of what they wrote, as seen from a point of the two times. */
public final class StatedColumns {

    /** What one run states of one dataset. */
    private record Word(Instant since, RunId run, Set<ColumnEdge> columns) {
        private static final Comparator<Word> ORDER =
                Comparator.comparing(Word::since).thenComparing(Word::run);
    }

    private StatedColumns() {}

    /**
     * Returns the column edges that the latest of some runs with effect states of what a job wrote; empty when none does.
     *
     * @param runs what runs tell, of that job and of any others
     */
    public static Optional<Set<ColumnEdge>> latest(
            Edge.Write write, Map<RunId, Map<Edge, EdgeReach>> runs, TimePoint at) {
        Word latest = null;
        for (Map.Entry<RunId, Map<Edge, EdgeReach>> run : runs.entrySet()) {
            Word word = run.getValue().containsKey(write)
                    ? words(run.getValue(), run.getKey(), at).get(write)
                    : null;
            if (word != null && (latest == null || Word.ORDER.compare(word, latest) > 0)) {
                latest = word;
            }
        }
        return Optional.ofNullable(latest).map(Word::columns);
    }

    /** Puts onto the written edges of one run what it states as known now. */
    static void addTo(Map<Edge, EdgeReach> edges, RunId run) {
        words(edges, run, TimePoint.NOW).forEach((write, word) -> {
            EdgeReach reach = edges.get(write);
            if (reach != null) {
                edges.put(write, reach.with(new Stated(word.since(), run, Stated.mapping(word.columns()))));
            }
        });
    }

    private static Map<Edge.Write, Word> words(Map<Edge, EdgeReach> edges, RunId run, TimePoint at) {
        Map<Edge.Write, Word> words = new LinkedHashMap<>();
        IdentityHashMap<Region, Optional<Instant>> begun = new IdentityHashMap<>();
        edges.forEach((edge, reach) -> {
            if (edge instanceof Edge.Derive derive && derive.job() != null) {
                // the edges of a run have few regions between them
                Instant since = begun.computeIfAbsent(reach.effective(), region -> since(region, at))
                        .orElse(null);
                if (since != null) {
                    words.merge(
                            new Edge.Write(derive.job(), derive.edge().to().dataset()),
                            new Word(since, run, new HashSet<>(List.of(derive.edge()))),
                            StatedColumns::both);
                }
            }
        });
        return words;
    }

    private static Word both(Word word, Word more) {
        word.columns().addAll(more.columns());
        return more.since().isBefore(word.since()) ? new Word(more.since(), word.run(), word.columns()) : word;
    }

    private static Optional<Instant> since(Region region, TimePoint at) {
        return region.interval(at).map(Region.Interval::from);
    }
}
