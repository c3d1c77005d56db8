package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.fold.ExportLines;
import io.rowtrail.graph.fold.RunFold;
import io.rowtrail.graph.fold.Teller;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/** Reads the whole graph as export lines. */
record StoredExport(TransactionContext tx, Keys keys, ExportForm form) {

    private static final List<String> EDGES = List.of(
            "(a:Dataset {tenant: $tenant})-[r:READ_BY]->(b:Job)",
            "(a:Job {tenant: $tenant})-[r:WRITES]->(b:Dataset)",
            "(a:Dataset {tenant: $tenant})-[r:FLOWS_TO]->(b:Dataset)",
            "(a:Job {tenant: $tenant})-[r:LEADS_TO]->(b:Job)",
            "(a:Dataset {tenant: $tenant})-[r:NAMED]->(b:Dataset)",
            "(d:Dataset {tenant: $tenant}) MATCH (a:Column {dataset: d.key})-[r:DERIVES]->(b:Column)");

    List<String> lines() {
        ExportLines lines = new ExportLines(form);
        List<String> all = new ArrayList<>();
        each("MATCH (n:Dataset {tenant: $tenant}) RETURN properties(n) AS n", row -> {
            Value n = row.get("n");
            all.add(lines.dataset(Entities.datasetId(n), Entities.dataset(n)));
        });
        each("MATCH (n:Job {tenant: $tenant}) RETURN properties(n) AS n", row -> {
            Value n = row.get("n");
            all.add(lines.job(Entities.jobId(n), Entities.job(n)));
        });
        Map<Teller, List<LoggedFacts>> runs = new Tellers(tx, keys).allRuns();
        for (List<LoggedFacts> events : runs.values()) {
            all.add(lines.run(RunFold.view(events, run -> runs.containsKey(new Teller.OfRun(run)))));
            RunFold.versions(events).forEach(version -> all.add(lines.version(version)));
        }
        for (String edges : EDGES) {
            each(
                    "MATCH " + edges + EdgeRows.WHOLE,
                    row -> lines.edge(EdgeRows.whole(row), EdgeRows.reach(row)).ifPresent(all::add));
        }
        all.sort(null);
        return all;
    }

    private interface Row {
        void take(Record row);
    }

    private void each(String query, Row row) {
        Iterator<Record> rows = tx.run(query, Map.of("tenant", keys.tenant()));
        while (rows.hasNext()) {
            row.take(rows.next());
        }
    }
}
