package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.ExportForm;
import io.rowtrail.graph.LoggedFacts;
import io.rowtrail.graph.fold.EdgeSource.Found;
import io.rowtrail.graph.fold.ExportLines;
import io.rowtrail.graph.fold.RunFold;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.neo4j.driver.Record;
import org.neo4j.driver.TransactionContext;
import org.neo4j.driver.Value;

/** Reads the whole graph as export lines. */
record StoredExport(TransactionContext tx, ExportForm form) {

    List<String> lines() {
        ExportLines lines = new ExportLines(form);
        List<String> all = new ArrayList<>();
        each("MATCH (n:Dataset) RETURN properties(n) AS n", row -> {
            Value n = row.get("n");
            all.add(lines.dataset(Entities.datasetId(n), Entities.dataset(n)));
        });
        each("MATCH (n:Job) RETURN properties(n) AS n", row -> {
            Value n = row.get("n");
            all.add(lines.job(Entities.jobId(n), Entities.job(n)));
        });
        for (List<LoggedFacts> events : new Tellers(tx).all("Run").values()) {
            all.add(lines.run(RunFold.view(events)));
            RunFold.versions(events).forEach(version -> all.add(lines.version(version)));
        }
        for (String type : List.of("READ_BY", "WRITES", "FLOWS_TO", "DERIVES")) {
            each("MATCH (a)-[r:" + type + "]->(b)" + EdgeRows.RETURN, row -> {
                Found found = EdgeRows.found(row);
                lines.edge(found.edge(), found.reach()).ifPresent(all::add);
            });
        }
        all.sort(null);
        return all;
    }

    private interface Row {
        void take(Record row);
    }

    private void each(String query, Row row) {
        Iterator<Record> rows = tx.run(query);
        while (rows.hasNext()) {
            row.take(rows.next());
        }
    }
}
