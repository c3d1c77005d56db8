package io.rowtrail.service.security;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.audit.Entry;
import io.rowtrail.service.http.StrictJson;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * Whether somebody who may know of some namespaces only may read an entry: when it names at least one namespace, and all it
 * names are among them, wherever in its facts or its body. An entry that cannot be judged is not shown.
 */
public final class EntrySight {
    private static final String NAMESPACE = "namespace";

    private EntrySight() {}

    /** Whether the entry, with its body where there still is one, may be shown. */
    public static boolean shows(NamespaceLimits limits, Entry entry) {
        if (limits.isAll()) {
            return true;
        }
        Names names = new Names(limits);
        names.in(StrictJson.parse(entry.facts().utf8()));
        if (entry.payload() != null) {
            names.in(StrictJson.parse(entry.payload().stored().utf8()));
        }
        return names.any && !names.hidden;
    }

    /** Where JSON names a namespace outside the limits, as a pointer into it; empty when all it names are within. */
    public static Optional<String> foreign(NamespaceLimits limits, JsonNode json) {
        return foreign(limits, json, "");
    }

    private static Optional<String> foreign(NamespaceLimits limits, JsonNode node, String pointer) {
        JsonNode namespace = node.path(NAMESPACE);
        if (namespace.isTextual() && !limits.allows(namespace.textValue())) {
            return Optional.of(pointer + "/" + NAMESPACE);
        }
        Optional<String> found = Optional.empty();
        for (int i = 0; i < node.size() && node.isArray() && found.isEmpty(); i++) {
            found = foreign(limits, node.path(i), pointer + "/" + i);
        }
        for (Iterator<Map.Entry<String, JsonNode>> members = node.fields(); members.hasNext() && found.isEmpty(); ) {
            Map.Entry<String, JsonNode> member = members.next();
            String name = member.getKey().replace("~", "~0").replace("/", "~1");
            found = foreign(limits, member.getValue(), pointer + "/" + name);
        }
        return found;
    }

    private static final class Names {
        private final NamespaceLimits limits;
        private boolean any;
        private boolean hidden;

        Names(NamespaceLimits limits) {
            this.limits = limits;
        }

        void in(JsonNode node) {
            JsonNode namespace = node.path(NAMESPACE);
            if (namespace.isTextual()) {
                any = true;
                hidden |= !limits.allows(namespace.textValue());
            }
            for (JsonNode part : node) {
                in(part);
            }
        }
    }
}
