package io.rowtrail.verifier;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command: {@code java -jar rowtrail-verifier.jar PACK.zip [--checkpoint EARLIER] [--vkey KEY]...} */
public final class Main {
    static final int VERIFIED = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final String HELP = """
            Usage: java -jar rowtrail-verifier.jar PACK.zip [--checkpoint EARLIER] [--vkey KEY]...

            Checks an evidence pack without a network and without the server: container, signed manifest,
            leaves, Merkle paths, checkpoint, signature, counts, CSV, and consistency with a checkpoint you kept.
            Instead of a pack, a proof of a row (GET /api/v1/rows/proof): row, manifest, entry, checkpoint; needs --vkey.

              --checkpoint EARLIER  file with a checkpoint kept from an earlier visit
              --vkey KEY            verifier key (name+id+base64) of the log, got from elsewhere than the pack,
                                    or a file with one key a line; may be repeated
              --help                this text

            Exit code: 0 verified, 1 a check failed, 2 usage or unreadable file.
            """;

    private Main() {}

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(List.of(arguments), out, err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        String pack = null;
        String earlier = null;
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if ("--help".equals(argument) || "-h".equals(argument)) {
                out.print(HELP);
                return VERIFIED;
            }
            boolean option = "--checkpoint".equals(argument) || "--vkey".equals(argument);
            if (option && i + 1 == arguments.size()) {
                return usage(err, argument + " needs a value");
            } else if ("--checkpoint".equals(argument)) {
                earlier = arguments.get(++i);
            } else if ("--vkey".equals(argument)) {
                keys.add(arguments.get(++i));
            } else if (argument.startsWith("-") || pack != null) {
                return usage(err, "what is " + argument + "?");
            } else {
                pack = argument;
            }
        }
        return pack == null ? usage(err, "which pack?") : verify(pack, earlier, keys, out, err);
    }

    private static int verify(
            String pack, @Nullable String earlier, List<String> keys, PrintStream out, PrintStream err) {
        try {
            String kept = earlier == null ? null : Files.readString(Path.of(earlier));
            Report report = Verifier.verify(Path.of(pack), new Trust(expand(keys), kept));
            out.print(report.format());
            return report.verified() ? VERIFIED : FAILED;
        } catch (IOException e) {
            return usage(err, "cannot read " + e.getMessage());
        }
    }

    private static List<String> expand(List<String> keys) throws IOException {
        List<String> expanded = new ArrayList<>();
        for (String key : keys) {
            if (key.indexOf('+') < 0 && Files.isRegularFile(Path.of(key))) {
                expanded.addAll(Files.readAllLines(Path.of(key)));
            } else {
                expanded.add(key);
            }
        }
        return expanded;
    }

    private static int usage(PrintStream err, String what) {
        err.println("rowtrail-verifier: " + what);
        err.println("Usage: java -jar rowtrail-verifier.jar PACK.zip [--checkpoint EARLIER] [--vkey KEY]...");
        return USAGE;
    }
}
