package io.rowtrail.service.report;

import io.rowtrail.graph.facts.DatasetId;
import java.util.List;

/**
 * A registered report.
 *
 * @param name how it is called
 * @param dataset the dataset it is
 * @param key the columns that name one of its rows, in order, at least one
 * @param measures the columns whose values are its numbers, at least one
 */
public record Report(String name, DatasetId dataset, List<String> key, List<String> measures) {
    public Report {
        key = List.copyOf(key);
        measures = List.copyOf(measures);
    }
}
