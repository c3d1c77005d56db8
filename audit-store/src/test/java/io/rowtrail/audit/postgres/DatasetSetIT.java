package io.rowtrail.audit.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.audit.DatasetRef;
import io.rowtrail.audit.LogName;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The set that the migration gives to entries written before it is the one that later entries get. */
class DatasetSetIT {
    private static final String SQL = "select encode(substring(sha256(convert_to(?, 'UTF8') || '\\x00'::bytea"
            + " || string_agg(int8send(d), ''::bytea order by d)) from 1 for 16), 'hex')::uuid from unnest(?::bigint[]) d";

    @Test
    void isTheSameInSqlAndHere() throws Exception {
        LocalPostgres postgres = LocalPostgres.fresh("datasetsets");
        LogName log = LogName.parse("default");
        List<DatasetRef> datasets = List.of(
                new DatasetRef("postgres://host:5432", "shop.public.sale"),
                new DatasetRef("", "ä—𝄞"),
                new DatasetRef("a b", ""),
                new DatasetRef("a b", ""));
        try (var connection = postgres.as("rowtrail_owner");
                var statement = connection.prepareStatement(SQL)) {
            DatasetSet set = DatasetSet.of(log, datasets).orElseThrow();
            assertThat(set.keys()).hasSize(3).isSorted();
            statement.setString(1, log.value());
            statement.setArray(2, connection.createArrayOf("bigint", set.keys().toArray()));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                assertThat(row.getObject(1)).isEqualTo(set.id());
            }
            assertThat(DatasetSet.of(LogName.parse("other"), datasets)
                            .orElseThrow()
                            .id())
                    .isNotEqualTo(set.id());
            assertThat(DatasetSet.of(log, List.of())).isEmpty();
        }
    }
}
