package io.rowtrail.service.quarantine;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.rowtrail.audit.merkle.TreeHasher;
import io.rowtrail.service.ingest.RefusedEvents;
import io.rowtrail.service.tenant.Tenant;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Keeps refused events in PostgreSQL and lets the oldest go. */
@ApplicationScoped
public class Quarantine implements RefusedEvents {
    private static final String KEEP = """
            insert into rowtrail.quarantine as q (tenant, token, entrance, actor, origin, pointer, reason, text, whole,
              size, first_at, last_at, times)
            select $1, u.token, u.entrance, u.actor, u.origin, u.pointer, u.reason, u.text, u.whole, u.size, $2, $2,
              u.times
            from unnest($3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[],
              $10::boolean[], $11::bigint[], $12::bigint[])
              as u (token, entrance, actor, origin, pointer, reason, text, whole, size, times)
            on conflict (tenant, token) do update set times = q.times + excluded.times, last_at = excluded.last_at,
              origin = excluded.origin, pointer = excluded.pointer, reason = excluded.reason""";
    private static final String TRIM = """
            with kept as (select id, row_number() over newest as items, sum(octet_length(text)) over newest as bytes
              from rowtrail.quarantine where tenant = $1 window newest as (order by id desc))
            delete from rowtrail.quarantine q using kept
            where q.id = kept.id and (kept.items > $2 or kept.bytes > $3)""";

    private final Pool pool;
    private final QuarantineConfig config;
    private final Clock clock;
    private final Counter kept;
    private final Counter dropped;
    private final AtomicInteger sinceTrim = new AtomicInteger();

    @Inject
    Quarantine(Pool pool, QuarantineConfig config, Clock clock, MeterRegistry metrics) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
        this.kept = Counter.builder("rowtrail.quarantine.kept")
                .description("Refused events that were kept, repeats among them")
                .register(metrics);
        this.dropped = Counter.builder("rowtrail.quarantine.dropped")
                .description("Refused events that had to make room for newer ones")
                .register(metrics);
    }

    @Override
    public int maxText() {
        return Math.toIntExact(config.maxText().asLongValue());
    }

    /** An item and how often it is in one group. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Counted(byte[] token, Item item, long times) {}

    @Override
    public Uni<List<String>> keep(Tenant tenant, List<Item> items) {
        List<byte[]> tokens = items.stream().map(Quarantine::token).toList();
        Map<Buffer, Counted> distinct = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            byte[] token = tokens.get(i);
            distinct.merge(
                    Buffer.buffer(token),
                    new Counted(token, items.get(i), 1),
                    (before, now) -> new Counted(token, now.item(), before.times() + 1));
        }
        return pool.preparedQuery(KEEP)
                .execute(parameters(tenant, List.copyOf(distinct.values())))
                .map(rows ->
                        tokens.stream().map(token -> ItemName.of(token).text()).toList())
                .invoke(() -> kept.increment(items.size()))
                .call(() -> trim(tenant, distinct.size()));
    }

    private Tuple parameters(Tenant tenant, List<Counted> all) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return Tuple.tuple()
                .addValue(tenant.slug())
                .addValue(now)
                .addValue(all.stream().map(one -> Buffer.buffer(one.token())).toArray(Buffer[]::new))
                .addValue(texts(all, item -> item.entrance().name().toLowerCase(Locale.ROOT)))
                .addValue(texts(all, Item::actor))
                .addValue(texts(all, Item::origin))
                .addValue(texts(all, Item::pointer))
                .addValue(texts(all, Item::reason))
                .addValue(all.stream()
                        .map(one -> Buffer.buffer(one.item().text().toByteArray()))
                        .toArray(Buffer[]::new))
                .addValue(all.stream().map(one -> one.item().whole()).toArray(Boolean[]::new))
                .addValue(all.stream().map(one -> one.item().size()).toArray(Long[]::new))
                .addValue(all.stream().map(Counted::times).toArray(Long[]::new));
    }

    private static String[] texts(List<Counted> all, Function<Item, String> text) {
        return all.stream().map(one -> text.apply(one.item())).toArray(String[]::new);
    }

    /** Looks at the bounds once in a hundredth of them, so that they are kept within a hundredth. */
    private Uni<Void> trim(Tenant tenant, int added) {
        if (sinceTrim.addAndGet(added) < Math.max(1, config.maxItems() / 100)) {
            return Uni.createFrom().voidItem();
        }
        sinceTrim.set(0);
        return pool.preparedQuery(TRIM)
                .execute(Tuple.of(
                        tenant.slug(),
                        (long) config.maxItems(),
                        config.maxBytes().asLongValue()))
                .invoke(rows -> dropped.increment(rows.rowCount()))
                .replaceWithVoid();
    }

    private static byte[] token(Item item) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(item.text().length() + 128);
        bytes.writeBytes((item.entrance().name() + '\0' + item.actor() + '\0').getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(item.text().toByteArray());
        return TreeHasher.sha256(bytes.toByteArray()).toByteArray();
    }
}
