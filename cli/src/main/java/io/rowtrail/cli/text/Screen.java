package io.rowtrail.cli.text;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Where a verb's answer and its complaints go. Text is written as UTF-8 whatever the platform's encoding, since ids and
 * names are.
 */
public final class Screen {
    private final OutputStream out;
    private final OutputStream err;
    private final Width width;
    private final Ink ink;

    public Screen(OutputStream out, OutputStream err, Width width, Ink ink) {
        this.out = out;
        this.err = err;
        this.width = width;
        this.ink = ink;
    }

    /** An empty page of this screen's width and colours. */
    public Page page() {
        return new Page(width, ink);
    }

    /** How emphasis is written here. */
    public Ink ink() {
        return ink;
    }

    /** Shows a page as the answer. */
    public void show(Page page) {
        write(out, page.text());
    }

    /** Shows our own text, such as a script, exactly as it is. */
    public void showText(String text) {
        write(out, text);
    }

    /**
     * Writes JSON as the answer, exactly as it came, with a line feed after it if it has none. Only on a terminal are
     * characters that could act on it written as JSON escapes, which is the same value.
     */
    public void showJson(String json) {
        String text = width.cutting() ? Plain.json(json) : json;
        write(out, text.endsWith("\n") ? text : text + "\n");
    }

    /**
     * Takes the answer's bytes of a verb that passes lines of JSON through: exactly as they come, or on a terminal with
     * the same care as {@link #showJson}. The last line must be ended.
     */
    public OutputStream jsonLines() {
        return isTerminal() ? new JsonLines(line -> write(out, Plain.json(line))) : out;
    }

    /** Where answers go, for what writes its own. */
    public OutputStream answer() {
        return out;
    }

    /** Where complaints go, for what writes its own. */
    public OutputStream complaints() {
        return err;
    }

    /** Whether answers go to a terminal. */
    public boolean isTerminal() {
        return width.cutting();
    }

    /** Says what went wrong, away from the answer. Each line is made harmless. */
    public void complain(String message) {
        StringBuilder text = new StringBuilder();
        String prefix = ink.red("rowtrail: ");
        for (String line : message.split("\n", -1)) {
            text.append(prefix).append(Plain.of(line)).append('\n');
            prefix = "  ";
        }
        write(err, text.toString());
    }

    /** Progress and hints, away from the answer. */
    public void remark(String message) {
        write(err, Plain.of(message) + "\n");
    }

    private static void write(OutputStream stream, String text) {
        try {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
            stream.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
