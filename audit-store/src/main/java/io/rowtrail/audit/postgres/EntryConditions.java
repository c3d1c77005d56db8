package io.rowtrail.audit.postgres;

import io.rowtrail.audit.EntryFilter;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.seal.Sealer;
import io.rowtrail.audit.seal.SearchWord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An {@link EntryQuery} as HQL. */
final class EntryConditions {
    /** An entry {@code e}, its facts {@code f}, and by what both are told, {@code b} and {@code l}. */
    static final String ENTRIES = """
             from EntryRow e join FactsRow f on f.log = e.log and f.idx = e.idx
            left join FactsRow b on b.log = f.log and b.idx = f.base
            left join EntryRow l on l.log = e.log and l.idx = e.leafBase and l.leafBase is null
            """;

    private final StringBuilder hql = new StringBuilder("select e, f, b, l")
            .append(ENTRIES)
            .append("where e.log = :log and e.idx > :after and e.idx < :size");
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    EntryConditions(EntryQuery query, LogName log, long pinned, Sealer sealer) {
        parameters.put("log", log.value());
        parameters.put("after", query.after());
        parameters.put("size", pinned);
        EntryFilter filter = query.filter();
        add("e.recordedAt >= :recordedFrom", "recordedFrom", filter.recordedFrom());
        add("e.recordedAt < :recordedTo", "recordedTo", filter.recordedTo());
        add("e.kind = :kind", "kind", filter.kind());
        add("e.action = :action", "action", filter.action());
        add(
                "e.outcome = :outcome",
                "outcome",
                filter.outcome() == null ? null : filter.outcome().wire());
        add(
                "function('hashtextextended', e.run, 0L) = function('hashtextextended', :run, 0L) and e.run = :run",
                "run",
                filter.run());
        add("e.deploy = :deploy", "deploy", filter.deploy());
        if (filter.actor() != null) {
            add(tokenOf("actor"), "actor", token(sealer, SearchWord.ACTOR, filter.actor()));
        }
        if (filter.trace() != null) {
            trace(token(sealer, SearchWord.TRACE, filter.trace()), filter.traceEntries());
        }
        if (filter.dataset() != null) {
            add(
                    "e.datasetSet in (select d.id from DatasetSetRow d where d.log = e.log and d.dataset = :dataset)",
                    "dataset",
                    DatasetKey.of(filter.dataset()));
        }
        hql.append(" order by e.idx");
    }

    private void trace(byte[] token, List<Long> entries) {
        if (entries.isEmpty()) {
            add(tokenOf("trace"), "trace", token);
        } else {
            add("(" + tokenOf("trace") + " or e.idx in (:traceEntries))", "trace", token);
            parameters.put("traceEntries", entries);
        }
    }

    String hql() {
        return hql.toString();
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    private static String tokenOf(String name) {
        return "e.idx in (select t.idx from SearchTokenRow t where t.log = e.log and t.token = :" + name + ")";
    }

    private static byte[] token(Sealer sealer, String kind, String word) {
        return sealer.token(new SearchWord(kind, word)).toByteArray();
    }

    private void add(String condition, String name, @Nullable Object value) {
        if (value != null) {
            hql.append(" and ").append(condition);
            parameters.put(name, value);
        }
    }
}
