package io.rowtrail.service.quarantine;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.tenant.Tenant;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what is kept, and notes what became of it. Calls block. */
@ApplicationScoped
class QuarantineReads {
    private static final String COLUMNS =
            "token, entrance, actor, origin, pointer, reason, whole, size, first_at, last_at,"
                    + " times, replayed_at, replayed_by, entry";
    private static final String LIST = "select " + COLUMNS + " from rowtrail.quarantine where tenant = $1"
            + " and ($2::bytea is null or id < (select id from rowtrail.quarantine"
            + " where tenant = $1 and token between $2 and $10))"
            + " and ($3::boolean is null or (replayed_at is not null) = $3)"
            + " and ($4::text is null or entrance = $4) and ($5::text is null or actor = $5)"
            + " and ($6::text is null or position(lower($6) in lower(pointer || ' ' || reason)) > 0)"
            + " and ($7::timestamptz is null or last_at >= $7) and ($8::timestamptz is null or first_at < $8)"
            + " order by id desc limit $9";
    private static final String ONE =
            "select " + COLUMNS + ", text from rowtrail.quarantine where tenant = $1 and token between $2 and $3"
                    + " and ($4::text is null or actor = $4)";
    private static final String REPLAYED = "update rowtrail.quarantine set replayed_at = $4, replayed_by = $5,"
            + " entry = $6 where tenant = $1 and token between $2 and $3";

    private final Pool pool;
    private final Clock clock;

    @Inject
    QuarantineReads(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * A kept refusal.
     *
     * @param item its name
     * @param entrance http, batch or kafka
     * @param actor who sent it
     * @param origin its position in a batch, or topic, partition and offset; absent when it came alone
     * @param pointer JSON pointer to what is wrong
     * @param reason what is wrong
     * @param whole whether all of its text is kept
     * @param size bytes it had
     * @param firstAt when it first came
     * @param lastAt when it last came
     * @param times how often it came
     * @param replayedAt when it was taken after all
     * @param replayedBy by whom
     * @param entry the entry of the log it became
     */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Kept(
            String item,
            String entrance,
            String actor,
            String origin,
            String pointer,
            String reason,
            boolean whole,
            String size,
            Instant firstAt,
            Instant lastAt,
            String times,
            @Nullable Instant replayedAt,
            @Nullable String replayedBy,
            @Nullable String entry) {}

    /**
     * What to look for; null asks for any.
     *
     * @param before the item after which to go on; when it had to make room meanwhile, so had all that came after it
     */
    record Wanted(
            @Nullable ItemName before,
            @Nullable Boolean replayed,
            @Nullable String entrance,
            @Nullable String actor,
            @Nullable String words,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** The newest first, at most {@code limit}. */
    List<Kept> list(Tenant tenant, Wanted wanted, int limit) {
        Tuple parameters = Tuple.tuple()
                .addValue(tenant.slug())
                .addValue(wanted.before() == null ? null : wanted.before().first())
                .addValue(wanted.replayed())
                .addValue(wanted.entrance())
                .addValue(wanted.actor())
                .addValue(wanted.words())
                .addValue(time(wanted.from()))
                .addValue(time(wanted.to()))
                .addValue(limit)
                .addValue(wanted.before() == null ? null : wanted.before().last());
        List<Kept> found = new ArrayList<>();
        Await.on(() -> pool.preparedQuery(LIST).execute(parameters)).forEach(row -> found.add(kept(row)));
        return found;
    }

    /**
     * An item with its text.
     *
     * @param actor who must have sent it; null for anybody
     */
    Optional<Whole> byName(Tenant tenant, ItemName name, @Nullable String actor) {
        Tuple parameters = Tuple.of(tenant.slug(), name.first(), name.last(), actor);
        for (Row row : Await.on(() -> pool.preparedQuery(ONE).execute(parameters))) {
            return Optional.of(
                    new Whole(kept(row), new String(row.getBuffer("text").getBytes(), StandardCharsets.UTF_8)));
        }
        return Optional.empty();
    }

    /** A kept refusal and its masked text. */
    record Whole(Kept kept, String text) {}

    /** Notes that an item was taken after all. */
    void replayed(Tenant tenant, ItemName name, String actor, @Nullable String entry) {
        Tuple parameters = Tuple.tuple()
                .addValue(tenant.slug())
                .addValue(name.first())
                .addValue(name.last())
                .addValue(time(clock.instant()))
                .addValue(actor)
                .addValue(entry);
        Await.on(() -> pool.preparedQuery(REPLAYED).execute(parameters));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(Row row, String column) {
        OffsetDateTime time = row.getOffsetDateTime(column);
        return time == null ? null : time.toInstant();
    }

    private static Kept kept(Row row) {
        return new Kept(
                ItemName.of(row.getBuffer("token").getBytes()).text(),
                row.getString("entrance"),
                row.getString("actor"),
                row.getString("origin"),
                row.getString("pointer"),
                row.getString("reason"),
                row.getBoolean("whole"),
                Long.toString(row.getLong("size")),
                row.getOffsetDateTime("first_at").toInstant(),
                row.getOffsetDateTime("last_at").toInstant(),
                Long.toString(row.getLong("times")),
                instant(row, "replayed_at"),
                row.getString("replayed_by"),
                row.getString("entry"));
    }
}
