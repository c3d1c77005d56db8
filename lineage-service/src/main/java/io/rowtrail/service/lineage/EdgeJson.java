package io.rowtrail.service.lineage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * Writes edges. Each stands at both its nodes and is by far the most of an answer, so that it is put into JSON once; times,
 * which many edges share, are put into words once.
 */
final class EdgeJson extends JsonSerializer<Shapes.Edge> {

    /** What was put into JSON for one answer. */
    private static final class Written {
        private final IdentityHashMap<Shapes.Edge, SerializedString> edges = new IdentityHashMap<>();
        private final Map<Instant, String> times = new HashMap<>();

        String time(Instant time) {
            return times.computeIfAbsent(time, Instant::toString);
        }
    }

    @Override
    public void serialize(Shapes.Edge edge, JsonGenerator json, SerializerProvider answer) throws IOException {
        if (!(answer.getAttribute(EdgeJson.class) instanceof Written written)) {
            answer.setAttribute(EdgeJson.class, new Written());
            serialize(edge, json, answer);
            return;
        }
        SerializedString known = written.edges.remove(edge);
        if (known == null) {
            known = new SerializedString(text(edge, written));
            written.edges.put(edge, known);
        }
        json.writeRawValue(known);
    }

    private static String text(Shapes.Edge edge, Written written) {
        StringBuilder text = new StringBuilder(320).append('{');
        member(text, "origin", edge.origin()).append(',');
        member(text, "destination", edge.destination()).append(',');
        member(text, "kind", edge.kind()).append(',');
        member(text, "effect", edge.effect()).append(',');
        member(text, "validFrom", written.time(edge.validFrom()));
        Instant end = edge.validTo();
        if (end != null) {
            member(text.append(','), "validTo", written.time(end));
        }
        text.append(",\"evidence\":[");
        for (int i = 0; i < edge.evidence().size(); i++) {
            quoted(i == 0 ? text : text.append(','), edge.evidence().get(i));
        }
        return text.append("]}").toString();
    }

    private static StringBuilder member(StringBuilder text, String name, String value) {
        text.append('"').append(name).append("\":");
        return quoted(text, value);
    }

    private static StringBuilder quoted(StringBuilder text, String value) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value, text);
        return text.append('"');
    }
}
