package io.rowtrail.service.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/** Finds what makes a body too large: its largest facet, or its largest member where it has no facets. */
public final class LargestPart {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxTokenCount(6_000_000)
                    .build())
            .build();
    private static final Set<String> FACET_HOLDERS = Set.of("facets", "inputFacets", "outputFacets");

    private final Candidate facets = new Candidate();
    private final Candidate members = new Candidate();
    private final NameCount names = new NameCount();
    private int depth;

    private LargestPart() {}

    /**
     * A part of a JSON text.
     *
     * @param pointer JSON pointer to it
     * @param size bytes it has, its name included
     */
    public record Part(String pointer, long size) {}

    /** The largest of the parts of one kind, and the one that has not ended yet. */
    private static final class Candidate {
        private String largest = "";
        private long size = -1;
        private String open = "";
        private long start = -1;
        private int level;

        boolean isOpen() {
            return start >= 0;
        }

        void begin(String pointer, long at, int depth) {
            open = pointer;
            start = at;
            level = depth;
        }

        void end(long at, int depth) {
            if (start < 0 || depth > level) {
                return;
            }
            if (at - start > size) {
                largest = open;
                size = at - start;
            }
            start = -1;
        }

        Optional<Part> part() {
            return size < 0 ? Optional.empty() : Optional.of(new Part(largest, size));
        }
    }

    /**
     * The largest part met before {@code text} ends, stops being JSON or is longer than {@code most} bytes; a part cut off
     * there counts as it is.
     */
    public static Optional<Part> of(InputStream text, long most) {
        LargestPart largest = new LargestPart();
        try (JsonParser parser = FACTORY.createParser(text)) {
            largest.read(parser, most);
        } catch (IOException e) {
            // what was met before is told
        }
        return largest.facets.part().or(largest.members::part);
    }

    private void read(JsonParser parser, long most) throws IOException {
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                long at = parser.currentTokenLocation().getByteOffset();
                if (at > most) {
                    return;
                }
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                    end(at);
                } else if (token == JsonToken.FIELD_NAME) {
                    end(at);
                    if (names.isTooMany(parser.currentName())) {
                        return;
                    }
                    name(parser.getParsingContext(), at);
                }
            }
        } finally {
            depth = 0;
            end(parser.currentLocation().getByteOffset());
        }
    }

    private void name(JsonStreamContext here, long at) {
        JsonStreamContext above = here.getParent();
        String holder = above.getCurrentName();
        if (holder != null && FACET_HOLDERS.contains(holder)) {
            if (facets.isOpen()) {
                return; // a member of a facet that is called like one
            }
            facets.begin(here.pathAsPointer().toString(), at, depth);
        } else if (above.inRoot()) {
            members.begin(here.pathAsPointer().toString(), at, depth);
        }
    }

    private void end(long at) {
        facets.end(at, depth);
        members.end(at, depth);
    }
}
