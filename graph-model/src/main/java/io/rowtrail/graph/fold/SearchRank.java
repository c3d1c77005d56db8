package io.rowtrail.graph.fold;

import io.rowtrail.graph.SearchHit;
import io.rowtrail.graph.SearchQuery;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** How well a name answers a search, the same for every store; a store only finds candidates. */
public final class SearchRank {

    /** Finds words in text of any script; a change from lower to upper case begins one. */
    private static final String BORDER = "[^\\p{L}\\p{N}]+|(?<=\\p{Ll})(?=\\p{Lu})";

    private final SearchQuery query;
    private final String text;
    private final List<String> words;
    private final Map<NodeId, Hit> hits = new HashMap<>();

    private record Hit(int rank, SearchHit hit) {}

    public SearchRank(SearchQuery query) {
        this.query = query;
        this.text = query.text().replace("%", " ").strip().toLowerCase(Locale.ROOT);
        this.words = words(query.text());
    }

    /** The words of a text, lower case, in order. */
    public static List<String> words(String text) {
        return Arrays.stream(text.split(BORDER))
                .filter(word -> !word.isEmpty())
                .map(word -> word.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    /** The words looked for. */
    public List<String> words() {
        return words;
    }

    /** Offers a dataset or job, by its name and namespace. */
    public void offer(NodeId id, String namespace, String name, Instant lastSeen) {
        rank(name).ifPresent(rank -> keep(id, rank, "name", lastSeen));
        if (within(words(namespace + " " + name))) {
            keep(id, 8, "namespace", lastSeen);
        }
    }

    /** Offers a dataset for one of its columns. */
    public void offerColumn(DatasetId id, String column, Instant lastSeen) {
        rank(column).ifPresent(rank -> keep(id, 9 + rank, "column:" + column, lastSeen));
    }

    private Optional<Integer> rank(String name) {
        if (words.isEmpty()) {
            return Optional.empty();
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.equals(text)) {
            return Optional.of(0);
        }
        if (lower.substring(Math.max(lower.lastIndexOf('.'), lower.lastIndexOf('/')) + 1)
                .equals(text)) {
            return Optional.of(1);
        }
        if (lower.startsWith(text)) {
            return Optional.of(2);
        }
        List<String> has = words(name);
        if (has.containsAll(words)) {
            return Optional.of(3);
        }
        if (within(has)) {
            return Optional.of(4);
        }
        return lower.contains(text) ? Optional.of(5) : Optional.empty();
    }

    private boolean within(List<String> has) {
        return !words.isEmpty() && words.stream().allMatch(word -> has.stream().anyMatch(one -> one.startsWith(word)));
    }

    private void keep(NodeId id, int rank, String matched, Instant lastSeen) {
        boolean wanted = switch (query.kind()) {
            case ALL -> true;
            case DATASET -> id instanceof DatasetId;
            case JOB -> id instanceof JobId;
        };
        String namespace = query.namespace();
        if (wanted && (namespace == null || namespace.equals(namespace(id)))) {
            Hit hit = new Hit(rank, new SearchHit(id, matched, lastSeen));
            hits.merge(id, hit, (a, b) -> ORDER.compare(a, b) <= 0 ? a : b);
        }
    }

    private static final Comparator<Hit> ORDER = Comparator.comparingInt(Hit::rank)
            .thenComparing(h -> h.hit().id().nodeId())
            .thenComparing(h -> h.hit().matched());

    /** What was offered and matches, sorted as the query wants it and cut to its limit. */
    public List<SearchHit> hits() {
        return hits(id -> true);
    }

    /** @param there whether something was there at the time asked for; asked of the best until there are enough */
    public List<SearchHit> hits(Predicate<NodeId> there) {
        Comparator<Hit> order = switch (query.sort()) {
            case RANK -> ORDER;
            case NAME ->
                Comparator.comparing((Hit h) -> name(h.hit().id()))
                        .thenComparing(h -> namespace(h.hit().id()))
                        .thenComparing(ORDER);
            case UPDATED_AT ->
                Comparator.comparing((Hit h) -> h.hit().lastSeen()).reversed().thenComparing(ORDER);
        };
        return new ArrayList<>(hits.values())
                .stream()
                        .sorted(order)
                        .map(Hit::hit)
                        .filter(hit -> there.test(hit.id()))
                        .limit(query.limit())
                        .toList();
    }

    private static String namespace(NodeId id) {
        return id instanceof DatasetId dataset ? dataset.namespace() : ((JobId) id).namespace();
    }

    private static String name(NodeId id) {
        return id instanceof DatasetId dataset ? dataset.name() : ((JobId) id).name();
    }
}
