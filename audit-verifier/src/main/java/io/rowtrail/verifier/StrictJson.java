package io.rowtrail.verifier;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A parser that refuses whatever two readers could understand differently: duplicate names, fractions and exponents,
 * integers beyond 53 bits, lone surrogates, bad UTF-8, nesting deeper than 32, anything after the value.
 */
final class StrictJson {
    private static final int MAX_DEPTH = 32;
    private static final long MAX_WHOLE = (1L << 53) - 1;

    private final String what;
    private final String text;
    private int at;

    private StrictJson(String what, String text) {
        this.what = what;
        this.text = text;
    }

    static Json parse(String what, byte[] utf8) throws CheckFailed {
        try {
            return parse(
                    what,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(utf8))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new CheckFailed(what, "UTF-8", "other bytes");
        }
    }

    static Json parse(String what, String text) throws CheckFailed {
        StrictJson parser = new StrictJson(what, text);
        parser.space();
        Json value = parser.value(0);
        parser.space();
        if (parser.at != text.length()) {
            throw parser.wrong("the end");
        }
        return value;
    }

    /** Parses and requires that the text was in canonical form already. */
    static Json parseCanonical(String what, byte[] utf8) throws CheckFailed {
        Json value = parse(what, utf8);
        String canonical = value.canonical();
        if (!Arrays.equals(canonical.getBytes(StandardCharsets.UTF_8), utf8)) {
            throw new CheckFailed(what + " in canonical form", canonical, new String(utf8, StandardCharsets.UTF_8));
        }
        return value;
    }

    private Json value(int depth) throws CheckFailed {
        if (depth > MAX_DEPTH) {
            throw wrong("nesting of at most " + MAX_DEPTH);
        }
        char c = peek();
        if (c == '{') {
            return object(depth);
        }
        if (c == '[') {
            return list(depth);
        }
        if (c == '"') {
            return new Json.Text(string());
        }
        if (c == '-' || (c >= '0' && c <= '9')) {
            return whole();
        }
        if (word("true")) {
            return new Json.Truth(true);
        }
        if (word("false")) {
            return new Json.Truth(false);
        }
        if (word("null")) {
            return new Json.Nothing();
        }
        throw wrong("a value");
    }

    private Json object(int depth) throws CheckFailed {
        SortedMap<String, Json> members = new TreeMap<>();
        at++;
        space();
        if (peek() == '}') {
            at++;
            return new Json.Members(members);
        }
        while (true) {
            if (peek() != '"') {
                throw wrong("a name");
            }
            String name = string();
            space();
            expect(':');
            space();
            if (members.put(name, value(depth + 1)) != null) {
                throw new CheckFailed(what, "each name once", "\"" + name + "\" twice");
            }
            space();
            if (peek() == '}') {
                at++;
                return new Json.Members(members);
            }
            expect(',');
            space();
        }
    }

    private Json list(int depth) throws CheckFailed {
        List<Json> items = new ArrayList<>();
        at++;
        space();
        if (peek() == ']') {
            at++;
            return new Json.Items(items);
        }
        while (true) {
            items.add(value(depth + 1));
            space();
            if (peek() == ']') {
                at++;
                return new Json.Items(items);
            }
            expect(',');
            space();
        }
    }

    private Json whole() throws CheckFailed {
        int from = at;
        if (peek() == '-') {
            at++;
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        String digits = text.substring(from, at);
        if (!digits.matches("0|-?[1-9][0-9]{0,15}")) {
            throw new CheckFailed(what, "an integer of at most 53 bits", digits);
        }
        long value = Long.parseLong(digits);
        if (Math.abs(value) > MAX_WHOLE) {
            throw new CheckFailed(what, "an integer of at most 53 bits", digits);
        }
        return new Json.Whole(value);
    }

    private String string() throws CheckFailed {
        StringBuilder out = new StringBuilder();
        at++;
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < 0x20) {
                throw new CheckFailed(what, "control characters escaped", "one that is not, at " + (at - 1));
            }
            out.append(c == '\\' ? escaped() : c);
        }
        at++;
        for (int i = 0; i < out.length(); i++) {
            char c = out.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < out.length() && Character.isLowSurrogate(out.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new CheckFailed(what, "whole characters", "a lone surrogate");
            }
        }
        return out.toString();
    }

    private char escaped() throws CheckFailed {
        char c = peek();
        at++;
        int known = "\"\\/bfnrt".indexOf(c);
        if (known >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(known);
        }
        if (c == 'u' && at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        throw wrong("an escape");
    }

    private boolean word(String word) {
        boolean there = text.startsWith(word, at);
        if (there) {
            at += word.length();
        }
        return there;
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() throws CheckFailed {
        if (at >= text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private void expect(char c) throws CheckFailed {
        if (peek() != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private CheckFailed wrong(String expected) {
        return new CheckFailed(
                what + " at character " + at, expected, at < text.length() ? "'" + text.charAt(at) + "'" : "the end");
    }
}
