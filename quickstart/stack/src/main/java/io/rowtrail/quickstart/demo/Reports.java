package io.rowtrail.quickstart.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.lake.LakeRow;

/** The two reports of the sample and how the service is told of them. */
final class Reports {
    static final String REVENUE = "dataset:iceberg://lake:gold.revenue";
    static final String TOP_CUSTOMERS = "dataset:iceberg://lake:gold.top_customers";

    private Reports() {}

    /** The key of a row as the API takes it. */
    static String key(LakeRow row, String... columns) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        for (String column : columns) {
            Object value = row.value(column);
            if (value instanceof Integer || value instanceof Long) {
                key.put(column, ((Number) value).longValue());
            } else {
                key.put(column, String.valueOf(value));
            }
        }
        return key.toString();
    }

    /** The key of a row of {@code gold.revenue}. */
    static String key(String month, String family, String state) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("month", month)
                .put("family", family)
                .put("state", state)
                .toString();
    }

    static void register(Api api) {
        api.put("/api/v1/reports/revenue", """
                {"dataset":"%s","key":["month","family","state"],"measures":["revenue","units"]}""".formatted(REVENUE));
        api.put("/api/v1/reports/top-customers", """
                {"dataset":"%s","key":["state","rank"],"measures":["revenue"]}""".formatted(TOP_CUSTOMERS));
    }
}
