package io.rowtrail.cli.text;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Gathers bytes to whole lines of UTF-8, each handed on with its line feed. */
final class JsonLines extends OutputStream {
    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    JsonLines(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(int octet) {
        line.write(octet);
        if (octet == '\n') {
            lines.accept(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }
    }
}
