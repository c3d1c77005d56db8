package io.rowtrail.cli.text;

import java.io.Console;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Finds out what this process writes to. */
public final class Terminal {
    private Terminal() {}

    /** The screen of this process: cut to the terminal's width and coloured only if it is one. */
    public static Screen of(Map<String, String> environment) {
        boolean terminal = isTerminal();
        return new Screen(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                terminal ? Width.ofTerminal(columns(environment)) : Width.uncut(),
                terminal && wantsColour(environment) ? Ink.COLOUR : Ink.NONE);
    }

    private static boolean wantsColour(Map<String, String> environment) {
        return !environment.containsKey("NO_COLOR") && !"dumb".equals(environment.get("TERM"));
    }

    @SuppressWarnings("SystemConsoleNull") // both meanings are handled: null before Java 22, isTerminal() from then on
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there is always a console, which says itself whether a terminal is behind it.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    private static int columns(Map<String, String> environment) {
        String told = environment.getOrDefault("COLUMNS", "");
        return told.matches("[0-9]{1,4}") ? Integer.parseInt(told) : asked();
    }

    /** The JDK does not know a terminal's width; {@code stty} does wherever there are terminals as we know them. */
    private static int asked() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readNBytes(32), StandardCharsets.US_ASCII).strip();
            if (!stty.waitFor(1, TimeUnit.SECONDS)) {
                stty.destroyForcibly();
                return Width.USUAL;
            }
            return answer.matches("[0-9]{1,4} [1-9][0-9]{0,3}")
                    ? Integer.parseInt(answer.substring(answer.indexOf(' ') + 1))
                    : Width.USUAL;
        } catch (IOException e) {
            return Width.USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Width.USUAL;
        }
    }
}
