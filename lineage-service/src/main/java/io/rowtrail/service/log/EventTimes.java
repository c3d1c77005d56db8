package io.rowtrail.service.log;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When the lineage events of a log say they happened, in that order. Calls block. */
@ApplicationScoped
public class EventTimes {
    private static final String ADD = "insert into rowtrail.event_time (log, idx, event_time)"
            + " select $1, * from unnest($2::bigint[], $3::timestamptz[]) on conflict do nothing";
    private static final String WHERE =
            " from rowtrail.event_time where log = $1 and event_time >= $2 and event_time < $3";
    private static final String COUNT = "select count(*) as events" + WHERE;
    private static final String NEWEST = "select idx, event_time" + WHERE + " and (event_time, idx) < ($4, $5)"
            + " order by event_time desc, idx desc limit $6";
    private static final String OLDEST = "select idx, event_time" + WHERE + " and (event_time, idx) > ($4, $5)"
            + " order by event_time, idx limit $6";
    private static final String OF = "select idx, event_time from rowtrail.event_time where log = $1 and idx = any($2)";

    /** What PostgreSQL and RFC 3339 both can say. */
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final Pool pool;

    @Inject
    EventTimes(Pool pool) {
        this.pool = pool;
    }

    /** An event's place in the order. */
    public record Place(Instant time, long index) {}

    /**
     * A stretch of event time.
     *
     * @param from inclusive, null for the beginning
     * @param to exclusive, null for the end
     */
    public record Stretch(@Nullable Instant from, @Nullable Instant to) {
        private OffsetDateTime lower() {
            return timestamp(from == null ? FIRST : from);
        }

        private OffsetDateTime upper() {
            return timestamp(to == null ? LAST.plusNanos(1) : to);
        }
    }

    /** Which way the order goes. */
    public enum Direction {
        DESC,
        ASC
    }

    /** Adds events; those that are there stay as they are. */
    public void add(String log, List<Place> places) {
        if (!places.isEmpty()) {
            Long[] indexes = places.stream().map(Place::index).toArray(Long[]::new);
            OffsetDateTime[] times =
                    places.stream().map(place -> timestamp(place.time())).toArray(OffsetDateTime[]::new);
            Await.on(() -> pool.preparedQuery(ADD).execute(Tuple.of(log, indexes, times)));
        }
    }

    /** How many events a stretch of event time has. */
    public long count(String log, Stretch stretch) {
        return Await.on(() -> pool.preparedQuery(COUNT).execute(Tuple.of(log, stretch.lower(), stretch.upper())))
                .iterator()
                .next()
                .getLong("events");
    }

    /** The events of a stretch in order, after a place in it or from its end. */
    public List<Place> list(String log, Stretch stretch, Direction direction, @Nullable Place after, int most) {
        boolean newest = direction == Direction.DESC;
        Place end = newest ? new Place(LAST.plusSeconds(1), Long.MAX_VALUE) : new Place(FIRST, -1);
        Place from = after == null ? end : after;
        return places(
                newest ? NEWEST : OLDEST,
                Tuple.of(log, stretch.lower(), stretch.upper(), timestamp(from.time()), from.index(), most));
    }

    /** The places of some events, in order. */
    public List<Place> of(String log, List<Long> indexes, Direction direction) {
        List<Place> places = places(OF, Tuple.of(log, indexes.toArray(Long[]::new)));
        Comparator<Place> order = Comparator.comparing(Place::time).thenComparing(Place::index);
        places.sort(direction == Direction.DESC ? order.reversed() : order);
        return places;
    }

    private List<Place> places(String query, Tuple parameters) {
        List<Place> places = new ArrayList<>();
        for (Row row : Await.on(() -> pool.preparedQuery(query).execute(parameters))) {
            places.add(new Place(row.getOffsetDateTime("event_time").toInstant(), row.getLong("idx")));
        }
        return places;
    }

    private static OffsetDateTime timestamp(Instant time) {
        Instant held = time.isBefore(FIRST) ? FIRST : time.isAfter(LAST) ? LAST : time;
        return OffsetDateTime.ofInstant(held, ZoneOffset.UTC);
    }
}
