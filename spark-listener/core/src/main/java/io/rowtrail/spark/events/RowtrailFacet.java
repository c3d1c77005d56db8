package io.rowtrail.spark.events;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import io.openlineage.client.OpenLineage;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** One of our own facets; its JSON schema is a resource of this jar, and the service serves it. */
final class RowtrailFacet
        implements OpenLineage.RunFacet, OpenLineage.InputDatasetFacet, OpenLineage.OutputDatasetFacet {
    static final URI PRODUCER = URI.create("https://rowtrail.io/spark-listener/0.1.0");
    private static final String SCHEMAS = "https://rowtrail.io/schemas/";

    private final URI schema;
    private final Map<String, Object> content = new LinkedHashMap<>();

    /** {@code file} below {@code /schemas/}. */
    RowtrailFacet(String file) {
        this.schema = URI.create(SCHEMAS + file);
    }

    /** Adds a member; longs go as strings, as everywhere in our JSON. */
    RowtrailFacet with(String name, Object value) {
        content.put(name, value instanceof Long number ? number.toString() : value);
        return this;
    }

    @Override
    public URI get_producer() {
        return PRODUCER;
    }

    @Override
    public URI get_schemaURL() {
        return schema;
    }

    @Override
    @JsonAnyGetter
    public Map<String, Object> getAdditionalProperties() {
        return Collections.unmodifiableMap(content);
    }
}
