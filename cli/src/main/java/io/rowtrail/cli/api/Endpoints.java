package io.rowtrail.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Locale;

/**
 * What the service at hand can be asked, from its own OpenAPI document. It tells "there is no such row" from "this
 * service does not know that question", both of which HTTP calls 404.
 */
public final class Endpoints {
    private static final Call DOCUMENT = Call.get("/q/openapi").with("format", "json");

    private final Api api;

    public Endpoints(Api api) {
        this.api = api;
    }

    /** Whether the document has the call's path and method; a service without a document is given the benefit. */
    public boolean offer(Call call) {
        return api.ask(DOCUMENT).either(given -> names(given.json().path("paths"), call), refused -> true);
    }

    private static boolean names(JsonNode paths, Call call) {
        Iterator<String> known = paths.fieldNames();
        while (known.hasNext()) {
            String path = known.next();
            if (path.replaceAll("\\{[^}]*}", "{}").equals(call.template())) {
                return paths.path(path).has(call.method().toLowerCase(Locale.ROOT));
            }
        }
        return false;
    }
}
