package io.rowtrail.audit.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.audit.DatasetRef;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The key that the migration gives to datasets of entries written before it is the one they are asked for by. */
class DatasetKeyIT {
    private static final String SQL = "select ('x' || encode(substring(sha256(convert_to(n, 'UTF8') || '\\x00'::bytea"
            + " || convert_to(m, 'UTF8')) from 1 for 8), 'hex'))::bit(64)::bigint from (values (?, ?)) v(n, m)";

    @Test
    void isTheSameInSqlAndHere() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("datasetkeys");
        try (var connection = postgres.as("rowtrail_owner");
                var statement = connection.prepareStatement(SQL)) {
            for (DatasetRef dataset : List.of(
                    new DatasetRef("postgres://host:5432", "shop.public.sale"),
                    new DatasetRef("", "ä—𝄞"),
                    new DatasetRef("a b", ""))) {
                statement.setString(1, dataset.namespace());
                statement.setString(2, dataset.name());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    assertThat(row.getLong(1)).isEqualTo(DatasetKey.of(dataset));
                }
            }
        }
    }
}
