package io.rowtrail.graph.neo4j;

import java.util.List;
import org.neo4j.driver.Session;

/** The constraints and indexes; creating them again changes nothing. */
final class GraphSchema {

    /** What all our constraints and indexes are called by. */
    static final String PREFIX = "rowtrail_";

    /** The constraint that is there before all others: it makes {@link GraphForm}'s node one. */
    static final String FORM =
            "CREATE CONSTRAINT rowtrail_form IF NOT EXISTS FOR (n:GraphForm) REQUIRE n.name IS UNIQUE";

    /** The full-text index over the words of names. */
    static final String WORDS = "rowtrail_words";

    private static final List<String> STATEMENTS = List.of(
            "CREATE CONSTRAINT rowtrail_graph IF NOT EXISTS FOR (n:Graph) REQUIRE n.tenant IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_position IF NOT EXISTS FOR (n:Position) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_dataset IF NOT EXISTS FOR (n:Dataset) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_job IF NOT EXISTS FOR (n:Job) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_column IF NOT EXISTS FOR (n:Column) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_run IF NOT EXISTS FOR (n:Run) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_statement IF NOT EXISTS FOR (n:Statement) REQUIRE n.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_shape IF NOT EXISTS FOR (n:Shape) REQUIRE n.hash IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_read IF NOT EXISTS FOR ()-[r:READ_BY]-() REQUIRE r.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_write IF NOT EXISTS FOR ()-[r:WRITES]-() REQUIRE r.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_flow IF NOT EXISTS FOR ()-[r:FLOWS_TO]-() REQUIRE r.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_link IF NOT EXISTS FOR ()-[r:LEADS_TO]-() REQUIRE r.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_name IF NOT EXISTS FOR ()-[r:NAMED]-() REQUIRE r.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_derive IF NOT EXISTS FOR ()-[r:DERIVES]-() REQUIRE r.key IS UNIQUE",
            "CREATE CONSTRAINT rowtrail_settled IF NOT EXISTS FOR (n:Settled) REQUIRE n.key IS UNIQUE",
            "CREATE INDEX rowtrail_settled_run IF NOT EXISTS FOR (n:Settled) ON (n.run)",
            "CREATE INDEX rowtrail_settled_tenant IF NOT EXISTS FOR (n:Settled) ON (n.tenant)",
            "CREATE INDEX rowtrail_dataset_tenant IF NOT EXISTS FOR (n:Dataset) ON (n.tenant)",
            "CREATE INDEX rowtrail_job_tenant IF NOT EXISTS FOR (n:Job) ON (n.tenant)",
            "CREATE INDEX rowtrail_statement_tenant IF NOT EXISTS FOR (n:Statement) ON (n.tenant)",
            "CREATE INDEX rowtrail_shape_tenant IF NOT EXISTS FOR (n:Shape) ON (n.tenant)",
            "CREATE INDEX rowtrail_dataset_namespace IF NOT EXISTS FOR (n:Dataset) ON (n.namespaceKey)",
            "CREATE INDEX rowtrail_job_namespace IF NOT EXISTS FOR (n:Job) ON (n.namespaceKey)",
            "CREATE INDEX rowtrail_column_dataset IF NOT EXISTS FOR (n:Column) ON (n.dataset)",
            "CREATE INDEX rowtrail_run_job IF NOT EXISTS FOR (n:Run) ON (n.job, n.order)",
            "CREATE INDEX rowtrail_version_dataset IF NOT EXISTS FOR (n:DatasetVersion) ON (n.dataset, n.order)",
            "CREATE INDEX rowtrail_statement_entity IF NOT EXISTS FOR (n:Statement) ON (n.entity)",
            "CREATE FULLTEXT INDEX " + WORDS + " IF NOT EXISTS FOR (n:Dataset|Job|Column) ON EACH [n.words]"
                    + " OPTIONS {indexConfig: {`fulltext.analyzer`: 'standard-no-stop-words'}}",
            "CREATE TEXT INDEX rowtrail_dataset_search IF NOT EXISTS FOR (n:Dataset) ON (n.search)",
            "CREATE TEXT INDEX rowtrail_job_search IF NOT EXISTS FOR (n:Job) ON (n.search)");

    private GraphSchema() {}

    static void create(Session session) {
        for (String statement : STATEMENTS) {
            session.run(statement).consume();
        }
        session.run("CALL db.awaitIndexes(60)").consume();
    }

    /** Takes away what another form may have defined otherwise under the same names. */
    static void drop(Session session) {
        for (String kind : List.of("CONSTRAINT", "INDEX")) {
            session
                    .run("SHOW " + kind + (kind.equals("INDEX") ? "ES" : "S") + " YIELD name")
                    .list(row -> row.get("name").asString())
                    .stream()
                    .filter(name -> name.startsWith(PREFIX) && !FORM.contains(name + " "))
                    .forEach(name -> session.run("DROP " + kind + " " + name + " IF EXISTS")
                            .consume());
        }
    }
}
