package io.rowtrail.lake;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;

/** A lake whose catalogue is a PostgreSQL of its own. */
record LocalLake(EmbeddedPostgres postgres, Lake lake) implements AutoCloseable {
    static LocalLake start(Path warehouse) throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder().setPort(0).start();
        String url = postgres.getJdbcUrl("postgres", "postgres");
        return new LocalLake(postgres, Lake.open(new LakeConfig("lake", url, "postgres", "", warehouse.toString())));
    }

    @Override
    public void close() throws IOException {
        lake.close();
        postgres.close();
    }
}
