package io.rowtrail.bench.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Ratios of pairs that ran one after the other: their median, and a 95 % interval by bootstrap (Efron and Tibshirani 1993,
 * chapter 13, percentiles of 2,000 resamples, fixed seed).
 */
record Ratios(List<Double> ratios) {
    private static final int RESAMPLES = 2_000;

    /** The geometric mean of the medians. */
    static Interval geometricMean(List<Ratios> queries) {
        Random random = new Random(1);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            means[i] = geometric(queries.stream()
                    .mapToDouble(query -> median(query.resampled(random)))
                    .toArray());
        }
        return interval(
                geometric(queries.stream()
                        .mapToDouble(query -> median(query.ratios))
                        .toArray()),
                means);
    }

    Interval median() {
        Random random = new Random(1);
        double[] medians = new double[RESAMPLES];
        Arrays.setAll(medians, i -> median(resampled(random)));
        return interval(median(ratios), medians);
    }

    /** A figure with its 95 % interval. */
    record Interval(double value, double low, double high) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", value, low, high);
        }
    }

    private List<Double> resampled(Random random) {
        List<Double> drawn = new ArrayList<>();
        for (int i = 0; i < ratios.size(); i++) {
            drawn.add(ratios.get(random.nextInt(ratios.size())));
        }
        return drawn;
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double geometric(double[] values) {
        return Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN));
    }

    private static Interval interval(double value, double[] resampled) {
        double[] sorted = resampled.clone();
        Arrays.sort(sorted);
        return new Interval(value, sorted[(int) (sorted.length * 0.025)], sorted[(int) (sorted.length * 0.975)]);
    }
}
