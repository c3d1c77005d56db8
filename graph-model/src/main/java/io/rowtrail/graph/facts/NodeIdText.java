package io.rowtrail.graph.facts;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits node ids at their colons. A colon before {@code //} or a digit is taken to belong to a URI ({@code
 * scheme://host:port}) before it is taken to be a delimiter; among the others the last delimits the name, since
 * namespaces hold colons more often than names do.
 */
final class NodeIdText {

    private static final int MAX_COLONS = 24;

    private NodeIdText() {}

    static List<NodeId> readings(String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("node id has no type prefix: " + text);
        }
        String rest = text.substring(colon + 1);
        List<NodeId> readings = switch (text.substring(0, colon)) {
            case "dataset" ->
                pairs(rest).stream()
                        .<NodeId>map(p -> new DatasetId(p.get(0), p.get(1)))
                        .toList();
            case "job" ->
                pairs(rest).stream()
                        .<NodeId>map(p -> new JobId(p.get(0), p.get(1)))
                        .toList();
            case "datasetField" -> fields(rest);
            case "run" -> List.of(RunId.parse(rest));
            default -> throw new IllegalArgumentException("unknown node id type: " + text);
        };
        if (readings.isEmpty()) {
            throw new IllegalArgumentException("node id needs a namespace and a name: " + text);
        }
        return readings;
    }

    private static List<NodeId> fields(String rest) {
        List<NodeId> readings = new ArrayList<>();
        for (List<String> outer : pairs(rest)) {
            for (List<String> inner : pairs(outer.get(0))) {
                readings.add(new ColumnRef(new DatasetId(inner.get(0), inner.get(1)), outer.get(1)));
            }
        }
        return readings;
    }

    private static List<List<String>> pairs(String rest) {
        List<List<String>> likely = new ArrayList<>();
        List<List<String>> unlikely = new ArrayList<>();
        int seen = 0;
        for (int i = rest.length() - 2; i > 0 && seen < MAX_COLONS; i--) {
            if (rest.charAt(i) == ':') {
                seen++;
                boolean uri = rest.startsWith("//", i + 1) || Character.isDigit(rest.charAt(i + 1));
                (uri ? unlikely : likely).add(List.of(rest.substring(0, i), rest.substring(i + 1)));
            }
        }
        likely.addAll(unlikely);
        return likely;
    }
}
