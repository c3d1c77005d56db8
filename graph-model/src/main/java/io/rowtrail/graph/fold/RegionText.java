package io.rowtrail.graph.fold;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.rowtrail.graph.facts.FactsCodec;
import io.rowtrail.graph.fold.Frontier.Point;
import io.rowtrail.graph.fold.Region.Passing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Regions as JSON: {@code [always, [from, until], …]}, each a flat list of event and recording times in turn. The form in
 * which adapters keep them.
 */
public final class RegionText {

    private RegionText() {}

    /** Writes a region. */
    public static String write(Region region) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        write(array, region);
        return array.toString();
    }

    /** The inverse of {@link #write(Region)}. */
    public static Region read(String text) {
        JsonNode array = FactsCodec.parse(text);
        List<Passing> passing = new ArrayList<>();
        for (int i = 1; i < array.size(); i++) {
            passing.add(new Passing(
                    frontier(array.get(i).get(0)), frontier(array.get(i).get(1))));
        }
        return new Region(frontier(array.get(0)), passing);
    }

    static void write(ArrayNode array, Region region) {
        write(array.addArray(), region.always());
        for (Passing passing : region.passing()) {
            ArrayNode pair = array.addArray();
            write(pair.addArray(), passing.from());
            write(pair.addArray(), passing.until());
        }
    }

    private static void write(ArrayNode array, Frontier frontier) {
        for (Point point : frontier.points()) {
            array.add(point.event().toString()).add(point.recorded().toString());
        }
    }

    private static Frontier frontier(JsonNode flat) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < flat.size(); i += 2) {
            points.add(new Point(
                    Instant.parse(flat.get(i).asText()),
                    Instant.parse(flat.get(i + 1).asText())));
        }
        return points.isEmpty() ? Frontier.NOWHERE : new Frontier(List.copyOf(points));
    }
}
