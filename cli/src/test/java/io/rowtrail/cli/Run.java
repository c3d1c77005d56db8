package io.rowtrail.cli;

import io.rowtrail.cli.text.Ink;
import io.rowtrail.cli.text.Screen;
import io.rowtrail.cli.text.Width;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One run of the command in this JVM, and what it left behind.
 *
 * @param status the exit status
 */
record Run(int status, String out, String err) {

    static Run of(Map<String, String> environment, Width width, Ink ink, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(args, environment, new Screen(out, err, width, ink));
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** Into a pipe, asking a service. */
    static Run against(FakeService service, String... args) {
        return of(Map.of("ROWTRAIL_URL", service.url()), Width.uncut(), Ink.NONE, args);
    }
}
