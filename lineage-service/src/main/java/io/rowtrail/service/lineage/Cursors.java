package io.rowtrail.service.lineage;

import io.rowtrail.service.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where to go on in an answer that was cut: after so many nodes of its order. */
final class Cursors {
    /** More nodes than this are not walked over, page by page or at once. */
    static final int MOST = 100_000;

    private static final String FORM = "n1.";

    private Cursors() {}

    static String after(int nodes) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((FORM + nodes).getBytes(StandardCharsets.US_ASCII));
    }

    /** How many nodes to leave out; 0 without a cursor. */
    static int read(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return 0;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            int nodes = Integer.parseInt(text.substring(FORM.length()));
            if (text.startsWith(FORM) && nodes > 0 && nodes < MOST) {
                return nodes;
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // told below
        }
        throw Problem.invalid("cursor", "must be the next of an answer").exception();
    }
}
