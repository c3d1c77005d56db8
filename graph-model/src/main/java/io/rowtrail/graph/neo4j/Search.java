package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.SearchHit;
import io.rowtrail.graph.SearchQuery;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.graph.fold.SearchRank;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;

/**
 * Candidates for a search from the full-text index over words, and from the text indexes for what stands in the middle of a
 * word. Each list of candidates is bounded; the best of them are ranked as in every store.
 *
 * @param there whether something was there at the time asked for
 * @param within the namespaces to look in, so that what is hidden in others takes no candidate's place; null for all
 */
record Search(
        TransactionContext tx,
        Keys keys,
        Predicate<NodeId> seen,
        Predicate<NodeId> there,
        @Nullable List<String> within) {

    static final int CANDIDATES = 2_000;

    static final String WORDS = "CALL db.index.fulltext.queryNodes('" + GraphSchema.WORDS + "', $words)"
            + " YIELD node AS n, score WHERE n.tenant = $tenant WITH n LIMIT $most"
            + " RETURN labels(n)[0] AS label, n.namespace AS namespace, n.name AS name, n.field AS field,"
            + " n.lastSeen AS lastSeen, n.dataset AS dataset";

    private static final String SEEN =
            "UNWIND $keys AS key MATCH (n:Dataset {key: key}) USING INDEX SEEK n:Dataset(key)"
                    + " RETURN key, n.lastSeen AS lastSeen";

    static String within(String label) {
        // told, not left to the planner: with few tenants it would read a whole tenant by the index of its slug
        return "MATCH (n:" + label + ") USING TEXT INDEX n:" + label
                + "(search) WHERE n.search CONTAINS $text AND n.tenant = $tenant WITH n LIMIT $most"
                + " RETURN '" + label + "' AS label, n.namespace AS namespace, n.name AS name, n.lastSeen AS lastSeen";
    }

    List<SearchHit> hits(SearchQuery query) {
        SearchRank rank = new SearchRank(query);
        List<String> words = rank.words();
        if (words.isEmpty()) {
            return List.of();
        }
        // letters and digits only, so that nothing in it means anything to Lucene
        String lucene = words.stream()
                .map(word -> "(\"" + word + "\"^4 OR " + word + "*)")
                .collect(Collectors.joining(" AND "));
        List<Record> found = tx.run(limited(WORDS), parameters("words", lucene)).list();
        Map<String, Instant> lastSeen = lastSeen(found);
        for (Record row : found) {
            if (row.get("label").asString().equals("Column")) {
                DatasetId id = dataset(row);
                Instant time = lastSeen.get(row.get("dataset").asString());
                if (time != null && seen.test(id)) {
                    rank.offerColumn(id, row.get("field").asString(), time);
                }
            } else {
                offer(rank, row);
            }
        }
        String text = String.join(" ", query.text().replace('%', ' ').strip().split("\\s+"));
        for (String label : List.of("Dataset", "Job")) {
            tx.run(limited(within(label)), parameters("text", Keys.searchable(text)))
                    .forEachRemaining(row -> offer(rank, row));
        }
        return rank.hits(there);
    }

    private String limited(String query) {
        return within == null ? query : query.replaceFirst("WITH n LIMIT", "AND n.namespace IN \\$within WITH n LIMIT");
    }

    private Map<String, Object> parameters(String name, String value) {
        Map<String, Object> parameters = new HashMap<>(Map.of("tenant", keys.tenant(), "most", CANDIDATES));
        parameters.put(name, value);
        if (within != null) {
            parameters.put("within", within);
        }
        return parameters;
    }

    private void offer(SearchRank rank, Record row) {
        NodeId id = row.get("label").asString().equals("Job")
                ? new JobId(row.get("namespace").asString(), row.get("name").asString())
                : dataset(row);
        if (seen.test(id)) {
            rank.offer(
                    id,
                    row.get("namespace").asString(),
                    row.get("name").asString(),
                    Instant.parse(row.get("lastSeen").asString()));
        }
    }

    private static DatasetId dataset(Record row) {
        return new DatasetId(row.get("namespace").asString(), row.get("name").asString());
    }

    /** When the datasets of found columns were last mentioned, by key. */
    private Map<String, Instant> lastSeen(List<Record> found) {
        List<String> datasets = found.stream()
                .filter(row -> row.get("label").asString().equals("Column"))
                .map(row -> row.get("dataset").asString())
                .distinct()
                .toList();
        return tx.run(SEEN, Map.of("keys", datasets)).stream()
                .collect(Collectors.toMap(
                        row -> row.get("key").asString(),
                        row -> Instant.parse(row.get("lastSeen").asString())));
    }
}
