package io.rowtrail.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.jdbc.LogicalDatabase.Transaction;
import io.rowtrail.trace.Origin;
import io.rowtrail.trace.SpanId;
import io.rowtrail.trace.TraceBinding;
import io.rowtrail.trace.TraceId;
import io.rowtrail.trace.Traceparent;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A JPA application: every committed row change carries its request's trace, rolled-back ones leave nothing. */
class HibernateIT extends BindingCase {
    private static final boolean LONG = Boolean.getBoolean("rowtrail.long");
    private static final int TRANSACTIONS = LONG ? 5_000 : 200;
    private static final long SEED = Long.getLong("rowtrail.seed", System.nanoTime() & 0xffffff);

    @Entity(name = "Basket")
    static class Basket {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "basket")
        @SequenceGenerator(name = "basket", sequenceName = "basket_seq", allocationSize = 20)
        Long id;

        @Version
        int version;

        String note;

        @OneToMany(mappedBy = "basket", cascade = CascadeType.ALL, orphanRemoval = true)
        List<Line> lines = new ArrayList<>();
    }

    @Entity(name = "Line")
    static class Line {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "line")
        @SequenceGenerator(name = "line", sequenceName = "line_seq", allocationSize = 20)
        Long id;

        @ManyToOne(optional = false)
        Basket basket;

        int quantity;
    }

    /** By the database itself, which batches cannot. */
    @Entity(name = "Receipt")
    static class Receipt {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String text;
    }

    /** What was committed, kept beside the database. */
    private record Committed(String binding, int rows) {}

    private final List<Committed> ledger = new ArrayList<>();
    private EntityManagerFactory factory;
    private int requests;

    @BeforeEach
    void open() throws Exception {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Basket.class)
                .addAnnotatedClass(Line.class)
                .addAnnotatedClass(Receipt.class);
        configuration.getProperties().put(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, traced);
        configuration.setProperty(AvailableSettings.HBM2DDL_AUTO, "create-drop");
        configuration.setProperty(AvailableSettings.STATEMENT_BATCH_SIZE, "10");
        configuration.setProperty(AvailableSettings.ORDER_INSERTS, "true");
        configuration.setProperty(AvailableSettings.ORDER_UPDATES, "true");
        current = List.of();
        factory = configuration.buildSessionFactory();
        database.committed();
    }

    @AfterEach
    void close() {
        current = List.of();
        factory.close();
    }

    /** A request of its own, which commits; {@code work} says how many rows it changes. */
    private void commits(ToIntFunction<EntityManager> work) {
        TraceBinding request = request();
        try (EntityManager session = factory.createEntityManager()) {
            session.getTransaction().begin();
            int rows = work.applyAsInt(session);
            session.getTransaction().commit();
            if (rows > 0) {
                ledger.add(new Committed(request.format(), rows));
            }
        }
    }

    /** A request of its own that is rolled back after its statements ran. */
    private void rollsBack(ToIntFunction<EntityManager> work) {
        request();
        try (EntityManager session = factory.createEntityManager()) {
            session.getTransaction().begin();
            work.applyAsInt(session);
            session.flush();
            session.getTransaction().rollback();
        }
    }

    private TraceBinding request() {
        requests++;
        TraceBinding request = new TraceBinding(
                new Traceparent(
                        TraceId.parse(String.format("%032x", 0xabc0000L + requests)),
                        new SpanId(String.format("%016x", requests)),
                        1),
                Origin.ASSERTED);
        current = List.of(request);
        return request;
    }

    private static int persist(EntityManager session, int lines) {
        Basket basket = new Basket();
        basket.note = "new";
        for (int i = 0; i < lines; i++) {
            Line line = new Line();
            line.basket = basket;
            line.quantity = i;
            basket.lines.add(line);
        }
        session.persist(basket);
        return 1 + lines;
    }

    private static List<Basket> some(EntityManager session, int most) {
        return session.createQuery("select b from Basket b order by b.id", Basket.class)
                .setMaxResults(most)
                .getResultList();
    }

    private static int update(EntityManager session, int most, int number) {
        List<Basket> baskets = some(session, most);
        baskets.forEach(basket -> basket.note = "changed " + number);
        return baskets.size();
    }

    private static int remove(EntityManager session) {
        int rows = 0;
        for (Basket basket : some(session, 1)) {
            rows += 1 + basket.lines.size();
            session.remove(basket);
        }
        return rows;
    }

    private static int receipt(EntityManager session) {
        session.persist(new Receipt());
        session.persist(new Receipt());
        return 2;
    }

    private static int bulk(EntityManager session) {
        return session.createQuery("update Line l set l.quantity = l.quantity + 1 where l.quantity < 3")
                .executeUpdate();
    }

    private static int reads(EntityManager session) {
        some(session, 3);
        return 0;
    }

    private void oneOf(int dice, Random random, int number) {
        ToIntFunction<EntityManager> work = switch (dice) {
            case 0, 1, 2 -> session -> persist(session, 1 + random.nextInt(25));
            case 3, 4 -> session -> update(session, 1 + random.nextInt(15), number);
            case 5 -> HibernateIT::remove;
            case 6 -> HibernateIT::receipt;
            case 7 -> HibernateIT::bulk;
            case 8 -> session -> persist(session, 3) + update(session, 5, number) + receipt(session);
            default -> HibernateIT::reads;
        };
        if (random.nextInt(4) == 0) {
            rollsBack(work);
        } else {
            commits(work);
        }
    }

    @Test
    void everyCommittedRowCarriesItsRequestAndRolledBackOnesLeaveNothing() throws Exception {
        System.out.println("seed " + SEED + " (-Drowtrail.seed=" + SEED + ")");
        Random random = new Random(SEED);
        for (int i = 0; i < TRANSACTIONS; i++) {
            oneOf(random.nextInt(10), random, i);
        }
        agrees();
    }

    private void agrees() throws Exception {
        // A bulk statement that finds no row leaves its message alone.
        List<Transaction> committed = database.committed().stream()
                .filter(transaction -> !transaction.changes().isEmpty())
                .toList();
        List<Committed> found = new ArrayList<>();
        for (Transaction transaction : committed) {
            assertThat(transaction.order().get(0)).isEqualTo("message");
            assertThat(transaction.messages()).hasSize(1);
            found.add(new Committed(
                    transaction.messages().get(0), transaction.changes().size()));
        }
        assertThat(found).containsExactlyElementsOf(ledger);
        assertThat(traced.counters().failed()).isZero();
        int rows = ledger.stream().mapToInt(Committed::rows).sum();
        System.out.println("requests " + requests + ", committed " + ledger.size() + ", rows " + rows);
    }

    @Test
    void theOneWhoLosesAnOptimisticLockLeavesNothing() throws Exception {
        commits(session -> persist(session, 2));
        request();
        try (EntityManager slow = factory.createEntityManager()) {
            slow.getTransaction().begin();
            Basket seen = some(slow, 1).get(0);
            commits(session -> update(session, 1, 7));
            request();
            seen.note = "too late";
            assertThatThrownBy(() -> slow.getTransaction().commit()).isInstanceOf(OptimisticLockException.class);
        }
        agrees();
    }

    @Test
    void aLockTakenByReadingIsNoRowChange() throws Exception {
        commits(session -> persist(session, 1));
        request();
        try (EntityManager session = factory.createEntityManager()) {
            session.getTransaction().begin();
            session.find(Basket.class, some(session, 1).get(0).id, LockModeType.PESSIMISTIC_WRITE);
            session.getTransaction().commit();
        }
        agrees();
    }

    @Test
    void aTransactionThatAConstraintEndsLeavesNothing() throws Exception {
        commits(session -> persist(session, 1));
        rollsBackByItself();
        commits(HibernateIT::receipt);
        agrees();
    }

    private void rollsBackByItself() {
        request();
        try (EntityManager session = factory.createEntityManager()) {
            session.getTransaction().begin();
            persist(session, 5);
            Line orphan = new Line();
            orphan.basket = some(session, 1).get(0);
            session.persist(orphan);
            session.flush();
            session.createNativeQuery("update Line set basket_id = -1").executeUpdate();
            session.getTransaction().commit();
        } catch (PersistenceException e) {
            // The foreign key refused it.
            return;
        }
        throw new AssertionError("the foreign key let it through");
    }
}
