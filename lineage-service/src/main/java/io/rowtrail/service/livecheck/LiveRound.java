package io.rowtrail.service.livecheck;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.service.change.ChangeLookup;
import io.rowtrail.service.http.ProblemException;
import io.rowtrail.service.recompute.Whatifs;
import io.rowtrail.service.trace.RowProbe;
import io.rowtrail.service.trace.RowProbes;
import io.rowtrail.tags.TagSet;
import io.rowtrail.trace.TraceId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Checks rows of one dataset: of each it thinks away a request that is said not to have mattered, and the row has to stay
 * as it is.
 */
@ApplicationScoped
class LiveRound {
    private static final int MOST_DRAWS = 20;
    private static final int MOST_TRANSACTIONS = 10_000;

    private final RowProbes probes;
    private final ChangeLookup changes;
    private final Whatifs whatifs;

    @Inject
    LiveRound(RowProbes probes, ChangeLookup changes, Whatifs whatifs) {
        this.probes = probes;
        this.changes = changes;
        this.whatifs = whatifs;
    }

    /**
     * What came of it.
     *
     * @param rows how many were checked
     * @param violations rows that did not stay
     * @param skipped rows that were drawn and could not be checked: nothing exact is said of them, every request drawn had
     *     mattered, or the worker did not answer exactly
     * @param why none could be checked; null when some could
     */
    record Outcome(
            int rows,
            List<Violation> violations,
            int skipped,
            @Nullable String why) {
        Outcome {
            violations = List.copyOf(violations);
        }
    }

    /**
     * A row that did not stay although nothing was taken away that is said to have mattered.
     *
     * @param place of the row among those drawn, from 0: with the seed it says which row it is, and is no row value
     */
    record Violation(int place, String run, TraceId without) {}

    /** A request that is said not to matter. */
    private record Stranger(TraceId trace, List<Long> ordinals) {}

    Outcome of(DatasetId dataset, int rows, Random random) {
        RowProbes.Drawn drawn;
        try {
            drawn = probes.draw(dataset, rows, random);
        } catch (ProblemException e) {
            return new Outcome(0, List.of(), 0, e.problem().detail());
        }
        int checked = 0;
        List<Violation> violations = new ArrayList<>();
        for (int place = 0; place < drawn.probes().size(); place++) {
            RowProbe probe = drawn.probes().get(place);
            Optional<Stranger> stranger = stranger(probe, random);
            Optional<Boolean> stays = stranger.flatMap(one -> stays(dataset, probe, one));
            checked += stays.isPresent() ? 1 : 0;
            if (stays.isPresent() && !stays.get()) {
                violations.add(new Violation(
                        place, probe.plan().run().uuid(), stranger.get().trace()));
            }
        }
        return new Outcome(
                checked, violations, drawn.unpromised() + drawn.probes().size() - checked, null);
    }

    private Optional<Stranger> stranger(RowProbe probe, Random random) {
        for (int i = 0; i < MOST_DRAWS; i++) {
            Optional<TraceId> trace = changes.anyTrace(probe.plan().through(), random.nextDouble());
            if (trace.isEmpty()) {
                return Optional.empty();
            }
            List<Long> ordinals = changes.transactions(trace.get(), MOST_TRANSACTIONS).transactions().stream()
                    .map(transaction -> transaction.ordinal().value())
                    .toList();
            TagSet influences = probe.influences();
            if (ordinals.size() < MOST_TRANSACTIONS && ordinals.stream().noneMatch(influences::contains)) {
                return Optional.of(new Stranger(trace.get(), ordinals));
            }
        }
        return Optional.empty();
    }

    /** Whether the row stays without the request; empty when the worker does not say so for certain. */
    private Optional<Boolean> stays(DatasetId dataset, RowProbe probe, Stranger without) {
        Optional<JsonNode> answer = whatifs.now(new Whatifs.Order(
                probe.plan(), dataset.nodeId(), without.ordinals(), probe.key(), probe.naming(), probe.key()));
        return answer.filter(json -> json.path("exactness").asText().equals("exact"))
                .map(json -> json.path("counts").path("removed").asLong(-1) == 0);
    }
}
