package io.rowtrail.service;

import io.rowtrail.trace.ChangeOrdinal;

/** Small bodies for tests. */
public final class Events {
    private Events() {}

    public static String run(String run, String type, String time, String job, String input, String output) {
        return "{\"eventType\":\"" + type + "\",\"eventTime\":\"" + time + "\",\"run\":{\"runId\":\"" + run
                + "\"},\"job\":{\"namespace\":\"test\",\"name\":\"" + job
                + "\"},\"inputs\":[{\"namespace\":\"test\",\"name\":\""
                + input + "\"}],\"outputs\":[{\"namespace\":\"test\",\"name\":\"" + output + "\",\"facets\":{"
                + "\"columnLineage\":{\"_producer\":\"https://example.org\",\"_schemaURL\":\"https://openlineage.io/spec/facets/1-2-0/ColumnLineageDatasetFacet.json\","
                + "\"fields\":{\"b\":{\"inputFields\":[{\"namespace\":\"test\",\"name\":\"" + input
                + "\",\"field\":\"a\",\"transformations\":[{\"type\":\"DIRECT\",\"subtype\":\"IDENTITY\"}]}]}}}}}],"
                + "\"producer\":\"https://example.org\",\"schemaURL\":\"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent\"}";
    }

    public static String changes(int incarnation, long counter, String trace, int rows) {
        ChangeOrdinal ordinal = ChangeOrdinal.of(incarnation, counter);
        return "{\"source\":\"shop" + incarnation + "\",\"incarnation\":" + incarnation
                + ",\"stream\":{\"id\":\"capture\",\"seq\":\"" + counter + "\",\"prev\":null},\"firstOrdinal\":\""
                + ordinal
                + "\",\"lastOrdinal\":\"" + ordinal + "\",\"transactions\":[{\"ordinal\":\"" + ordinal
                + "\",\"txid\":\"7001\",\"commitLsn\":\"0/1A2B3C\",\"commitTs\":\"2026-01-02T03:04:05.123456Z\",\"traces\":[{\"traceId\":\""
                + trace + "\",\"spanId\":\"b7ad6b7169203331\",\"tagSource\":\"message\",\"origin\":\"originated\"}],"
                + "\"tables\":[{\"dataset\":{\"namespace\":\"postgres://127.0.0.1:15432\",\"name\":\"shop.public.sale_line\"},\"rows\":"
                + rows + ",\"ops\":{\"c\":" + rows + "}}]}]}";
    }
}
