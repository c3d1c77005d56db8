package io.rowtrail.service.change;

import io.rowtrail.service.change.ChangeBatch.TableCount;
import io.rowtrail.service.change.ChangeBatch.Transaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.reactive.mutiny.Mutiny;

/** The captured sources, their incarnations and their tables: the small, slow-growing dictionary beside the changes. */
@ApplicationScoped
class Sources {
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    @Inject
    Sources(Mutiny.SessionFactory sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** A captured table. */
    record TableName(String namespace, String name) implements Comparable<TableName> {
        static TableName of(TableCount table) {
            return new TableName(table.namespace(), table.name());
        }

        @Override
        public int compareTo(TableName other) {
            int byNamespace = namespace.compareTo(other.namespace);
            return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
        }
    }

    /** The numbers by which the tables of the change store name what a batch names. */
    record Numbers(int source, Map<TableName, Integer> tables) {
        Numbers {
            tables = Map.copyOf(tables);
        }
    }

    /** The source an incarnation belongs to, or null when none does yet. */
    Uni<String> ownerOf(int incarnation) {
        return sessions.withStatelessSession(session -> session.createSelectionQuery(
                        "select s.name from SourceRow s, IncarnationRow i where i.sourceId = s.id"
                                + " and i.incarnation = :incarnation",
                        String.class)
                .setParameter("incarnation", incarnation)
                .getSingleResultOrNull());
    }

    /** Numbers for everything a batch names, given now to what has none. Asked again, the same. */
    Uni<Numbers> register(ChangeBatch batch) {
        Set<TableName> names = new TreeSet<>();
        for (Transaction transaction : batch.transactions()) {
            transaction.tables().forEach(table -> names.add(TableName.of(table)));
        }
        return sessions.withTransaction(session -> source(session, batch.source())
                .call(source -> incarnation(session, batch.incarnation(), source))
                .flatMap(source -> tables(session, names).map(tables -> new Numbers(source, tables))));
    }

    private Uni<Integer> source(Mutiny.Session session, String name) {
        return session.createSelectionQuery("from SourceRow where name = :name", SourceRow.class)
                .setParameter("name", name)
                .getSingleResultOrNull()
                .flatMap(known -> {
                    if (known != null) {
                        return Uni.createFrom().item(Objects.requireNonNull(known.id));
                    }
                    SourceRow row = new SourceRow();
                    row.name = name;
                    row.firstSeenAt = clock.instant();
                    return session.persist(row).call(session::flush).map(done -> Objects.requireNonNull(row.id));
                });
    }

    private static Uni<Void> incarnation(Mutiny.Session session, int incarnation, int source) {
        return session.find(IncarnationRow.class, incarnation).flatMap(known -> {
            if (known != null) {
                return Uni.createFrom().voidItem();
            }
            IncarnationRow row = new IncarnationRow();
            row.incarnation = incarnation;
            row.sourceId = source;
            return session.persist(row);
        });
    }

    private static Uni<Map<TableName, Integer>> tables(Mutiny.Session session, Set<TableName> names) {
        Map<TableName, Integer> numbers = new HashMap<>();
        return Multi.createFrom()
                .iterable(names)
                .onItem()
                .transformToUniAndConcatenate(name -> table(session, name).invoke(number -> numbers.put(name, number)))
                .collect()
                .last()
                .replaceWith(numbers);
    }

    private static Uni<Integer> table(Mutiny.Session session, TableName name) {
        return session.createSelectionQuery("from DatasetRow where namespace = :ns and name = :name", DatasetRow.class)
                .setParameter("ns", name.namespace())
                .setParameter("name", name.name())
                .getSingleResultOrNull()
                .flatMap(known -> {
                    if (known != null) {
                        return Uni.createFrom().item(Objects.requireNonNull(known.id));
                    }
                    DatasetRow row = new DatasetRow();
                    row.namespace = name.namespace();
                    row.name = name.name();
                    return session.persist(row).call(session::flush).map(done -> Objects.requireNonNull(row.id));
                });
    }
}
