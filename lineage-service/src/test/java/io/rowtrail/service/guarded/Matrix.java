package io.rowtrail.service.guarded;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Every way to read: the calls of {@link Calls}, each with every parameter that OpenAPI tells of it tried by itself, in
 * every media type it answers with.
 */
final class Matrix {
    private static final Pattern NEXT = Pattern.compile("\"next\":\"([^\"]+)\"");

    private Matrix() {}

    /** A read. */
    record Read(Call call, String accept) {
        Answer by(Client client, Map<String, String> thing) {
            return Answer.of(client.get(call.about(thing), accept));
        }

        /** Whether it names a thing at all. */
        boolean isAbout() {
            return (call.path() + call.query()).contains("{");
        }

        String about(Map<String, String> thing) {
            return call.about(thing) + " as " + accept;
        }
    }

    /** Names of parameters nobody has thought of a value for, by call. */
    static List<String> untried(List<Operation> operations) {
        List<String> untried = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.method().equals("GET")) {
                for (String parameter : operation.parameters()) {
                    if (Values.of(operation, parameter).isEmpty()) {
                        untried.add(operation.name() + " " + parameter);
                    }
                }
            }
        }
        return untried;
    }

    static List<Read> reads(List<Operation> operations) {
        Set<Read> reads = new LinkedHashSet<>();
        for (Operation operation : operations) {
            if (operation.method().equals("GET")) {
                List<Call> samples = Calls.READS.stream()
                        .filter(call -> call.path().equals(operation.path()))
                        .toList();
                samples.forEach(sample -> reads.add(new Read(sample, "*/*")));
                for (Call sample : samples) {
                    operation.types().forEach(type -> reads.add(new Read(sample, type)));
                }
                Call first = samples.get(0);
                for (String parameter : operation.parameters()) {
                    for (String value : Values.of(operation, parameter).orElseThrow()) {
                        reads.add(new Read(first.with(parameter, value), "*/*"));
                    }
                }
            }
        }
        return List.copyOf(reads);
    }

    /** The second pages of what somebody reads about a thing, to be asked for by others with the same cursors. */
    static List<Read> secondPages(List<Operation> operations, Client whole, Map<String, String> thing) {
        List<Read> reads = new ArrayList<>();
        for (Operation operation : operations) {
            boolean paged =
                    operation.method().equals("GET") && operation.parameters().containsAll(List.of("cursor", "limit"));
            for (Call sample : paged ? Calls.READS : List.<Call>of()) {
                if (sample.path().equals(operation.path())) {
                    Call page = sample.with("limit", "1");
                    Matcher next = NEXT.matcher(whole.get(page.about(thing)).body());
                    if (next.find()) {
                        reads.add(new Read(page.with("cursor", encoded(next.group(1))), "*/*"));
                    }
                }
            }
        }
        return reads;
    }

    private static String encoded(String cursor) {
        return URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
}
