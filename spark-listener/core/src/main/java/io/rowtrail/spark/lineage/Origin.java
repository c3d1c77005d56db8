package io.rowtrail.spark.lineage;

import java.util.Comparator;

/** A column of a dataset and how it came to matter. */
public record Origin(DatasetName dataset, String column, Step step) implements Comparable<Origin> {
    private static final Comparator<Origin> ORDER =
            Comparator.comparing(Origin::dataset).thenComparing(Origin::column).thenComparing(Origin::step);

    Origin then(Step next) {
        return new Origin(dataset, column, step.then(next));
    }

    @Override
    public int compareTo(Origin other) {
        return ORDER.compare(this, other);
    }
}
