package io.rowtrail.audit.seal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * One token of a leaf, by the token in its place in another leaf.
 *
 * <pre>
 * 0 length (varint), UTF-8
 * 1 length (varint), the bytes of a quoted string of lower-case hexadecimal digits
 * 2 the 16 bytes of a quoted UUID in lower case
 * 3 characters shared with the other's beginning (varint), others (varint), half a byte each out of {@link #DIGITS}
 * </pre>
 */
final class TokenForm {
    private static final int TEXT = 0;
    private static final int HEX = 1;
    private static final int UUID = 2;
    private static final int DIGIT = 3;

    /** What times and numbers are made of. */
    private static final String DIGITS = "0123456789-:.TZ\"";

    private static final Pattern QUOTED_HEX = Pattern.compile("\"(?:[0-9a-f]{2})+\"");
    private static final Pattern QUOTED_UUID =
            Pattern.compile("\"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\"");

    private static final int[] DASHES = {8, 12, 16, 20};

    private TokenForm() {}

    static void write(ByteArrayOutputStream out, String token, String other) {
        int shared = shared(token, other);
        if (token.chars().skip(shared).allMatch(c -> DIGITS.indexOf(c) >= 0)) {
            out.write(DIGIT);
            digits(out, token, shared);
        } else if (QUOTED_UUID.matcher(token).matches()) {
            out.write(UUID);
            out.writeBytes(HexFormat.of().parseHex(inside(token).replace("-", "")));
        } else if (QUOTED_HEX.matcher(token).matches()) {
            out.write(HEX);
            sized(out, HexFormat.of().parseHex(inside(token)));
        } else {
            out.write(TEXT);
            sized(out, token.getBytes(StandardCharsets.UTF_8));
        }
    }

    static String read(ByteBuffer in, String other) {
        int form = in.get();
        return switch (form) {
            case TEXT -> new String(sized(in), StandardCharsets.UTF_8);
            case HEX -> quoted(HexFormat.of().formatHex(sized(in)));
            case UUID -> quoted(dashed(HexFormat.of().formatHex(bytes(in, 16))));
            case DIGIT -> digits(in, other);
            default -> throw new IllegalArgumentException("a token in an unknown form");
        };
    }

    private static int shared(String token, String other) {
        int shared = 0;
        int most = Math.min(token.length(), other.length());
        while (shared < most && token.charAt(shared) == other.charAt(shared)) {
            shared++;
        }
        return shared;
    }

    private static void digits(ByteArrayOutputStream out, String token, int shared) {
        varint(out, shared);
        varint(out, token.length() - shared);
        for (int at = shared; at < token.length(); at += 2) {
            int low = at + 1 < token.length() ? DIGITS.indexOf(token.charAt(at + 1)) : 0;
            out.write((DIGITS.indexOf(token.charAt(at)) << 4) | low);
        }
    }

    private static String digits(ByteBuffer in, String other) {
        int shared = varint(in);
        int more = varint(in);
        if (shared > other.length()) {
            throw new IllegalArgumentException("a token told by another one");
        }
        byte[] packed = bytes(in, (more + 1) / 2);
        StringBuilder token = new StringBuilder(other.substring(0, shared));
        for (int i = 0; i < more; i++) {
            token.append(DIGITS.charAt(i % 2 == 0 ? (packed[i / 2] & 0xf0) >> 4 : packed[i / 2] & 0x0f));
        }
        return token.toString();
    }

    private static String dashed(String hex) {
        StringBuilder dashed = new StringBuilder(hex);
        for (int i = DASHES.length - 1; i >= 0; i--) {
            dashed.insert(DASHES[i], '-');
        }
        return dashed.toString();
    }

    private static String inside(String quoted) {
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String quoted(String inside) {
        return '"' + inside + '"';
    }

    private static void sized(ByteArrayOutputStream out, byte[] bytes) {
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] sized(ByteBuffer in) {
        return bytes(in, varint(in));
    }

    private static byte[] bytes(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a told leaf ends too early");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    static void varint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 0x7f) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    static int varint(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of a told leaf is too large");
    }
}
