package io.rowtrail.service.security;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in a token's claims an answer is: names of members, from outside in.
 *
 * @param members at least one
 */
record ClaimPath(List<String> members) {
    private static final Pattern MEMBER = Pattern.compile("\"([^\"]*)\"|([^/\"]+)");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

    ClaimPath {
        members = List.copyOf(members);
    }

    /** Reads {@code a/b}, where a name in double quotes may hold slashes itself. */
    static ClaimPath parse(String text) {
        List<String> members = new ArrayList<>();
        Matcher matcher = MEMBER.matcher(text);
        while (matcher.find()) {
            members.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
        }
        if (members.isEmpty()) {
            throw new IllegalArgumentException("no claim's path");
        }
        return new ClaimPath(members);
    }

    /** The texts there: of a list, or of a text that is a list with spaces or commas between. */
    List<String> texts(JsonNode claims) {
        JsonNode at = claims;
        for (String member : members) {
            at = at.path(member);
        }
        List<String> texts = new ArrayList<>();
        if (at.isArray()) {
            at.forEach(one -> {
                if (one.isTextual()) {
                    texts.add(one.textValue());
                }
            });
        } else if (at.isTextual()) {
            BETWEEN.splitAsStream(at.textValue())
                    .filter(text -> !text.isEmpty())
                    .forEach(texts::add);
        }
        return texts;
    }
}
