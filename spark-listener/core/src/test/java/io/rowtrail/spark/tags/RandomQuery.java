package io.rowtrail.spark.tags;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes queries up, nested to a depth, over the change tables {@code h}, {@code k} and the insert-only {@code i}. */
final class RandomQuery {
    private final Random random;
    private final String schema;

    RandomQuery(long seed, String schema) {
        this.random = new Random(seed);
        this.schema = schema;
    }

    Query make(int depth) {
        if (depth == 0) {
            String name = List.of("h", "k", "i").get(random.nextInt(3));
            return Query.source(schema + "." + name, name);
        }
        Query query = make(depth - 1);
        if (query.cols().size() > 6) {
            query = query.project(IntStream.range(0, 5).boxed().toList());
        }
        int number = column(query, false);
        int any = random.nextInt(query.cols().size());
        if (number < 0) {
            return query.aggregate(List.of(any), -1).project(List.of(1, 0));
        }
        return switch (random.nextInt(14)) {
            case 0, 1 -> query.cols().get(any).text()
                    ? query.equal(any, random.nextBoolean() ? "v2" : "k1")
                    : query.greater(any, random.nextInt(5));
            case 2 -> query.project(shuffled(query));
            case 3, 4, 5 -> joined(query, depth);
            case 6, 7 -> query.aggregate(random.nextInt(5) == 0 ? List.of() : List.of(any), number);
            case 8 -> query.distinct();
            case 9 -> united(query, depth);
            case 10 -> query.window(any, number, random.nextBoolean());
            case 11 -> matched(query, depth);
            case 12 -> query.atLeastGreatest(make(0), number, 3);
            default -> query.first(3);
        };
    }

    private int column(Query query, boolean text) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < query.cols().size(); i++) {
            if (query.cols().get(i).text() == text) {
                found.add(i);
            }
        }
        return found.isEmpty() ? -1 : found.get(random.nextInt(found.size()));
    }

    private List<Integer> shuffled(Query query) {
        List<Integer> columns = new ArrayList<>(
                IntStream.range(0, query.cols().size()).boxed().toList());
        java.util.Collections.shuffle(columns, random);
        return columns.subList(0, Math.max(1, columns.size() - 1));
    }

    private Query joined(Query query, int depth) {
        Query other = make(random.nextInt(depth));
        boolean text = random.nextBoolean();
        int mine = column(query, text);
        int theirs = column(other, text);
        return mine < 0 || theirs < 0 ? query.distinct() : query.join(other, mine, theirs, random.nextInt(3) == 0);
    }

    private Query united(Query query, int depth) {
        Query other = make(random.nextInt(depth));
        int mine = column(query, false);
        int theirs = column(other, false);
        if (mine < 0 || theirs < 0) {
            return query.distinct();
        }
        Query all = query.project(List.of(mine)).unionAll(other.project(List.of(theirs)));
        return random.nextBoolean() ? all : all.distinct();
    }

    private Query matched(Query query, int depth) {
        Query other = make(random.nextInt(depth));
        boolean text = random.nextBoolean();
        int mine = column(query, text);
        int theirs = column(other, text);
        if (mine < 0 || theirs < 0) {
            return query.distinct();
        }
        return random.nextInt(3) == 0
                ? query.notMatching(other, mine, theirs)
                : query.matching(other, mine, theirs, random.nextBoolean());
    }
}
