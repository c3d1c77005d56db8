package io.rowtrail.service.guarded;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of the interface, as the table of {@link Calls} has it.
 *
 * @param method GET, POST, PUT or DELETE
 * @param path as OpenAPI names it
 * @param query with parameters in braces, empty for none
 * @param body of a POST or PUT, empty for none
 * @param roles who may make it
 */
record Call(String method, String path, String query, String body, Set<String> roles) {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

    static Call get(String path, String query, String... roles) {
        return new Call("GET", path, query, "", Set.of(roles));
    }

    static Call post(String path, String body, String... roles) {
        return new Call("POST", path, "", body, Set.of(roles));
    }

    /** The same call with another parameter. */
    Call with(String parameter, String value) {
        String more = parameter + "=" + value;
        return new Call(method, path, query.isEmpty() ? more : query + "&" + more, body, roles);
    }

    /** How OpenAPI names it. */
    String name() {
        return method + " " + path;
    }

    /** The call about something: its address with every parameter filled in. */
    String about(Map<String, String> thing) {
        String filled = fill(path, thing);
        return query.isEmpty() ? filled : filled + "?" + fill(query, thing);
    }

    private static String fill(String template, Map<String, String> thing) {
        Matcher matcher = PARAMETER.matcher(template);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            // Runs and evidence packs are both named {id}.
            String name = matcher.group(1).equals("id") && template.contains("/evidence/") ? "pack" : matcher.group(1);
            String value = thing.getOrDefault(name, "");
            if (value.isEmpty()) {
                throw new IllegalStateException("nothing has a " + matcher.group(1) + " for " + template);
            }
            String encoded = matcher.group(1).equals("path")
                    ? value
                    : URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            matcher.appendReplacement(filled, Matcher.quoteReplacement(encoded));
        }
        return matcher.appendTail(filled).toString();
    }
}
