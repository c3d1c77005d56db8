package io.rowtrail.service.wire;

/** JSON pointers as they may be told and stored: they are made of names that strangers chose. */
public final class PointerText {
    private static final int LONGEST = 1_000;
    private static final char ODD = '\uFFFD';

    private PointerText() {}

    /** The pointer without control characters and halves of surrogate pairs, cut where it is endless. */
    public static String clean(String pointer) {
        String text = pointer.length() <= LONGEST ? pointer : pointer.substring(0, LONGEST) + '\u2026';
        StringBuilder out = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c) || Character.isISOControl(c)) {
                out = out == null ? new StringBuilder(text) : out;
                out.setCharAt(i, ODD);
            }
        }
        return out == null ? text : out.toString();
    }
}
