package io.rowtrail.audit.postgres;

import io.rowtrail.audit.EntryQuery;
import io.rowtrail.audit.LogName;
import io.rowtrail.audit.seal.Sealer;
import io.rowtrail.audit.seal.SearchWord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An {@link EntryQuery} as HQL. */
final class EntryConditions {
    private final StringBuilder hql = new StringBuilder("""
            select e, f from EntryRow e join FactsRow f on f.log = e.log and f.idx = e.idx
            where e.log = :log and e.idx > :after and e.idx < :size""");
    private final Map<String, Object> parameters = new LinkedHashMap<>();

    EntryConditions(EntryQuery query, LogName log, long pinned, Sealer sealer) {
        parameters.put("log", log.value());
        parameters.put("after", query.after());
        parameters.put("size", pinned);
        add("e.recordedAt >= :recordedFrom", "recordedFrom", query.recordedFrom());
        add("e.recordedAt < :recordedTo", "recordedTo", query.recordedTo());
        add("e.kind = :kind", "kind", query.kind());
        add("e.action = :action", "action", query.action());
        add(
                "e.outcome = :outcome",
                "outcome",
                query.outcome() == null ? null : query.outcome().wire());
        add("e.run = :run", "run", query.run());
        add("e.deploy = :deploy", "deploy", query.deploy());
        token("actor", query.actor() == null ? null : new SearchWord(SearchWord.ACTOR, query.actor()), sealer);
        token("trace", query.trace() == null ? null : new SearchWord(SearchWord.TRACE, query.trace()), sealer);
        if (query.dataset() != null) {
            add(
                    "e.idx in (select d.idx from EntryDatasetRow d where d.log = e.log and d.namespace = :namespace"
                            + " and d.name = :name)",
                    "namespace",
                    query.dataset().namespace());
            parameters.put("name", query.dataset().name());
        }
        hql.append(" order by e.idx");
    }

    String hql() {
        return hql.toString();
    }

    Map<String, Object> parameters() {
        return parameters;
    }

    private void token(String name, @Nullable SearchWord word, Sealer sealer) {
        add(
                "e.idx in (select t.idx from SearchTokenRow t where t.log = e.log and t.token = :" + name + ")",
                name,
                word == null ? null : sealer.token(word).toByteArray());
    }

    private void add(String condition, String name, @Nullable Object value) {
        if (value != null) {
            hql.append(" and ").append(condition);
            parameters.put(name, value);
        }
    }
}
