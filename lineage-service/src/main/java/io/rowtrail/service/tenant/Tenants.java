package io.rowtrail.service.tenant;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tenants there are, as the database says: every replica sees one as soon as it is added, and none is ever removed. A
 * name nobody added is no tenant, whoever vouches for it.
 */
@ApplicationScoped
public class Tenants {
    private final Pool pool;
    private final Clock clock;

    @Inject
    Tenants(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** All tenants, by slug; {@link Tenant#DEFAULT} is always among them. */
    public Uni<List<Tenant>> all() {
        return pool.query("select slug from rowtrail.tenant order by slug")
                .execute()
                .map(rows -> {
                    List<Tenant> all = new ArrayList<>();
                    for (Row row : rows) {
                        all.add(new Tenant(row.getString(0)));
                    }
                    return List.copyOf(all);
                });
    }

    /** Whether there is this tenant. */
    public Uni<Boolean> has(Tenant tenant) {
        return number(tenant).map(Objects::nonNull);
    }

    /** The number that rows of a tenant carry in large tables, or null when there is no such tenant. */
    public Uni<@Nullable Short> number(Tenant tenant) {
        return pool.preparedQuery("select number from rowtrail.tenant where slug = $1")
                .execute(Tuple.of(tenant.slug()))
                .map(rows ->
                        rows.rowCount() == 0 ? null : rows.iterator().next().getShort(0));
    }

    /** Adds a tenant. @return whether it is new */
    public Uni<Boolean> add(Tenant tenant) {
        return pool.preparedQuery(
                        "insert into rowtrail.tenant (slug, created_at) values ($1, $2) on conflict (slug) do nothing")
                .execute(Tuple.of(tenant.slug(), clock.instant().atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }
}
