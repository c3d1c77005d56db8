package io.rowtrail.graph.neo4j;

import io.rowtrail.graph.GraphException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;

/**
 * The form of what is stored, numbered and kept on a node of its own. What an older release wrote is taken away whole, never
 * mixed with: the positions are set to 0 and the projectors build it anew from their logs.
 */
record GraphForm(Driver driver, TransactionConfig dropping) {

    /** Raised whenever keys, labels, properties or their meaning change. */
    static final int VERSION = 7;

    private static final Logger LOG = System.getLogger(GraphForm.class.getName());

    /**
     * Brings the store to this form. Replicas that start together do it one after the other: whoever comes second finds it
     * done. Cut short, it begins again at the next start.
     *
     * @throws GraphException when a newer release wrote the graph; nothing is touched
     */
    void ensure() {
        try (Session session = driver.session();
                Session work = driver.session()) {
            // tried again when another replica makes it at the same time
            session.executeWriteWithoutResult(tx -> tx.run(GraphSchema.FORM).consume());
            try (Transaction tx = session.beginTransaction()) {
                int stored = tx.run("MERGE (f:GraphForm {name: 'rowtrail'})"
                                + " SET f.locked = coalesce(f.locked, 0) + 1"
                                + " RETURN coalesce(f.version, 0) AS version")
                        .single()
                        .get("version")
                        .asInt();
                if (stored > VERSION) {
                    throw new GraphException(
                            "the graph has form " + stored + " of a newer release; this one knows " + VERSION);
                }
                if (stored < VERSION) {
                    renew(stored, work);
                }
                GraphSchema.create(work);
                tx.run("MATCH (f:GraphForm {name: 'rowtrail'}) SET f.version = $version", Map.of("version", VERSION))
                        .consume();
                tx.commit();
            }
        }
    }

    private void renew(int stored, Session work) {
        GraphSchema.drop(work);
        // an epoch outlives the form, so that a projector of the release before stays fenced
        work.executeWriteWithoutResult(
                tx -> {
                    tx.run("MATCH (p:Position) SET p.nextIndex = 0, p.tenant = coalesce(p.tenant, 'default'),"
                                    + " p.key = coalesce(p.tenant, 'default') + '/' + p.log")
                            .consume();
                    tx.run("MATCH (g:Graph) REMOVE g.structure, g.seen").consume();
                },
                dropping);
        long gone = new GraphDrop(work, dropping).whole();
        if (gone > 0) {
            LOG.log(
                    Level.WARNING,
                    "event=graph-form-renewed from={0} to={1} dropped={2} what=the graph is rebuilt from the log",
                    stored,
                    VERSION,
                    Long.toString(gone));
        }
    }
}
