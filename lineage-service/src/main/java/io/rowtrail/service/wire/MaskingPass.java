package io.rowtrail.service.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The first pass over the text of an event: sees that it is JSON a reader can be trusted with, masks it, and picks out the
 * trace that started the run. A stream of tokens over the received bytes, never a tree.
 */
public final class MaskingPass {
    /** More tokens are no event: lineage of nothing but columns has some 8 bytes a token. */
    static final int MAX_TOKENS = 6_000_000;

    private static final int MAX_DEPTH = 500;
    private static final int MAX_WORD = 200;

    /** Digits of an exponent: no reader has numbers beyond. */
    private static final int MAX_EXPONENT = 9;

    private static final String[] TRACE_FACET = {"rowtrail_trace", "facets", "run"};

    /** Names are not interned: what strangers send must not fill the table of the whole process. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(64 * 1024 * 1024)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxTokenCount(MAX_TOKENS)
                    .build())
            .build();

    private final CredentialMask mask;
    private final NameCount names = new NameCount();
    private String traceparent = "";
    private String traceId = "";

    private MaskingPass(CredentialMask mask) {
        this.mask = mask;
    }

    /** What a text came to. */
    public sealed interface Outcome {
        /** It is JSON. */
        record Json(MaskedText text) implements Outcome {}

        /** It is none: where and why. */
        record NoJson(String pointer, String reason) implements Outcome {}
    }

    /** Masks the text that stands in {@code bytes} from {@code from} to before {@code to}. */
    public static Outcome over(byte[] bytes, int from, int to) {
        if (!Utf8.holds(bytes, from, to)) {
            return new Outcome.NoJson("", "is not UTF-8");
        }
        try (JsonParser parser = FACTORY.createParser(bytes, from, to - from)) {
            return new MaskingPass(new CredentialMask(bytes, from, to)).run(parser);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be read", e);
        }
    }

    private Outcome run(JsonParser parser) throws IOException {
        int depth = 0;
        int values = 0;
        try {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (depth == 0 && values++ > 0) {
                    return new Outcome.NoJson("", "is followed by something else");
                }
                mask.token(parser, token);
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.VALUE_STRING) {
                    look(parser);
                } else if (token == JsonToken.VALUE_NUMBER_FLOAT && isBeyondMeasure(parser.getText())) {
                    return new Outcome.NoJson(ParseFault.pointer(parser), "is a number beyond all measure");
                } else if (token == JsonToken.FIELD_NAME && names.isTooMany(parser.currentName())) {
                    return new Outcome.NoJson(
                            ParseFault.pointer(parser), "is one of more than " + NameCount.MOST + " different names");
                }
            }
        } catch (JsonProcessingException e) {
            return new Outcome.NoJson(ParseFault.pointer(parser), ParseFault.reason(e));
        }
        return values == 0
                ? new Outcome.NoJson("", "is empty")
                : new Outcome.Json(new MaskedText(mask.masked(), mask.redactions(), traceparent, traceId));
    }

    private static boolean isBeyondMeasure(String number) {
        int exponent = Math.max(number.lastIndexOf('e'), number.lastIndexOf('E'));
        if (exponent < 0) {
            return false;
        }
        boolean signed = "+-".indexOf(number.charAt(exponent + 1)) >= 0;
        return number.length() - exponent - (signed ? 2 : 1) > MAX_EXPONENT;
    }

    private void look(JsonParser parser) throws IOException {
        String name = parser.currentName();
        if ("traceparent".equals(name) && isInTraceFacet(parser) && parser.getTextLength() <= MAX_WORD) {
            traceparent = parser.getText();
        } else if ("traceId".equals(name) && isInTraceFacet(parser) && parser.getTextLength() <= MAX_WORD) {
            traceId = parser.getText();
        }
    }

    private static boolean isInTraceFacet(JsonParser parser) {
        JsonStreamContext at = parser.getParsingContext();
        for (String name : TRACE_FACET) {
            at = at.getParent();
            if (at == null || !name.equals(at.getCurrentName())) {
                return false;
            }
        }
        return at.getParent().inRoot();
    }
}
