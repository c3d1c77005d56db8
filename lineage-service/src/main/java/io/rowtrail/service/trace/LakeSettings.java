package io.rowtrail.service.trace;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Where the rows are. */
@ConfigMapping(prefix = "rowtrail.lake")
public interface LakeSettings {
    /** The Iceberg catalogue's name, also the last part of its OpenLineage namespace {@code iceberg://<name>}. */
    @WithDefault("lake")
    String name();

    /**
     * Address of the catalogue, {@code jdbc:postgresql:…} or, of an Iceberg REST server, {@code https:…}; without it there are no
     * rows to be asked for.
     */
    Optional<String> uri();

    /** Whose rows they are: the lake has one tenant, and no other may know that it is there. */
    @WithDefault("default")
    String tenant();

    /** The root of table locations. */
    @WithDefault(".rowtrail/lake")
    String warehouse();

    /**
     * Directories below which datasets of the namespace {@code file} are read as tables: Parquet by Spark, and Delta. None unless
     * said, since producers name datasets as they like.
     */
    Optional<List<String>> files();

    /** PostgreSQL role for the catalogue. */
    @WithDefault("rowtrail_writer")
    String username();

    /** Its password. */
    Optional<String> password();

    /** Further properties of the catalogue and its files, as Iceberg names them, each {@code s3.endpoint=https://…}. */
    Optional<List<String>> properties();
}
