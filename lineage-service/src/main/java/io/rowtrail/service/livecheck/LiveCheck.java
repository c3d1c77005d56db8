package io.rowtrail.service.livecheck;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.rowtrail.audit.AppendResult;
import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Outcome;
import io.rowtrail.audit.Subject;
import io.rowtrail.audit.Submission;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.service.log.AuditLogs;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.log.Leadership;
import io.rowtrail.service.log.Rounds;
import io.rowtrail.service.security.OwnWork;
import io.rowtrail.service.security.Roles;
import io.rowtrail.service.tenant.Tenant;
import io.rowtrail.service.trace.LakeSettings;
import io.rowtrail.service.trace.RowProbes;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Rounds of the live check, one after the other, by one replica. Each leaves an entry of kind {@code check.live} a dataset
 * in the log of the tenant whose lake it is: how many rows, how many violations, and the seed of what was drawn.
 */
@ApplicationScoped
class LiveCheck {
    /** The kind of entry that tells of a round. */
    static final String KIND = "check.live";

    private static final Logger LOG = Logger.getLogger(LiveCheck.class);
    private static final String WORK = "livecheck";

    private final LiveCheckConfig config;
    private final LakeSettings lake;
    private final LiveRound round;
    private final RowProbes probes;
    private final OwnWork ownWork;
    private final Leadership leadership;
    private final AuditLogs logs;
    private final Clock clock;
    private final Counter rows;
    private final Counter violations;
    private final Counter skipped;
    private @Nullable Rounds running;

    @Inject
    LiveCheck(
            LiveCheckConfig config,
            LakeSettings lake,
            LiveRound round,
            RowProbes probes,
            OwnWork ownWork,
            Leadership leadership,
            AuditLogs logs,
            Clock clock,
            MeterRegistry metrics) {
        this.config = config;
        this.lake = lake;
        this.round = round;
        this.probes = probes;
        this.ownWork = ownWork;
        this.leadership = leadership;
        this.logs = logs;
        this.clock = clock;
        this.rows = counter(metrics, "rows", "Rows that were recomputed without a request that is said not to matter");
        this.violations =
                counter(metrics, "violations", "Rows of those that did not stay: their tags missed a request");
        this.skipped = counter(metrics, "skipped", "Rows that were drawn and could not be checked");
    }

    private static Counter counter(MeterRegistry metrics, String what, String description) {
        return Counter.builder("rowtrail.livecheck." + what)
                .description(description)
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        if (config.every().isPresent()) {
            Rounds rounds = new Rounds(
                    WORK,
                    Rounds.Pause.of(config.every().get()),
                    () -> leadership.leads(WORK),
                    () -> round(new Random().nextLong()));
            rounds.start();
            running = rounds;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        if (running != null) {
            running.stop();
        }
    }

    /** One round over all datasets; the seed is that of all that is drawn, told in the entries. */
    void round(long seed) {
        Tenant tenant = Tenant.parse(lake.tenant());
        ownWork.as(WORK, tenant, Roles.ROWS, () -> {
            Random random = new Random(seed);
            for (DatasetId dataset : probes.datasets(config.datasets())) {
                tell(tenant, dataset, seed, round.of(dataset, config.rows(), random));
            }
            return tenant;
        });
    }

    private void tell(Tenant tenant, DatasetId dataset, long seed, LiveRound.Outcome outcome) {
        rows.increment(outcome.rows());
        violations.increment(outcome.violations().size());
        skipped.increment(outcome.skipped());
        String words = outcome.rows() + " rows, " + outcome.violations().size() + " violations";
        for (LiveRound.Violation violation : outcome.violations()) {
            LOG.errorf(
                    "event=livecheck-violation dataset=%s run=%s trace=%s seed=%d",
                    dataset.nodeId(), violation.run(), violation.without().hex(), seed);
        }
        LOG.infof(
                "event=livecheck dataset=%s result=\"%s\" skipped=%d seed=%d",
                dataset.nodeId(), words, outcome.skipped(), seed);
        ObjectNode facts = facts(dataset, seed, outcome, words);
        ObjectNode text = facts.deepCopy();
        for (LiveRound.Violation violation : outcome.violations()) {
            ObjectNode one = text.withArray("violated").addObject();
            one.put("place", violation.place());
            one.put("run", violation.run()).put("without", violation.without().hex());
        }
        append(tenant, dataset, outcome, Bytes.utf8(text.toString()), Bytes.utf8(facts.toString()));
    }

    /** Structural only: the requests that should not have mattered are in the payload, which can be erased. */
    private ObjectNode facts(DatasetId dataset, long seed, LiveRound.Outcome outcome, String words) {
        ObjectNode facts = JsonNodeFactory.instance.objectNode();
        facts.put("v", 1);
        facts.put("check", "live");
        facts.put("at", clock.instant().toString());
        facts.putObject("dataset").put("namespace", dataset.namespace()).put("name", dataset.name());
        facts.put("result", words);
        facts.put("rows", Integer.toString(outcome.rows()));
        facts.put("violations", Integer.toString(outcome.violations().size()));
        facts.put("skipped", Integer.toString(outcome.skipped()));
        if (outcome.why() != null) {
            facts.put("why", outcome.why());
        }
        facts.put("seed", Long.toString(seed));
        facts.put("id", UUID.randomUUID().toString());
        return facts;
    }

    private void append(Tenant tenant, DatasetId dataset, LiveRound.Outcome outcome, Bytes text, Bytes facts) {
        Instant now = clock.instant();
        Subject subject = Subject.of(
                        "livecheck", outcome.violations().isEmpty() ? Outcome.OK : Outcome.FAILED, OwnWork.actor(WORK))
                .dataset(dataset.namespace(), dataset.name())
                .eventTime(now)
                .build();
        AuditLog log = logs.events(tenant);
        AppendResult result = Await.on(() -> log.append(Submission.of(KIND, text, facts, subject)));
        if (!(result instanceof AppendResult.Appended)) {
            LOG.errorf("event=livecheck-not-logged dataset=%s result=%s", dataset.nodeId(), result);
        }
    }
}
