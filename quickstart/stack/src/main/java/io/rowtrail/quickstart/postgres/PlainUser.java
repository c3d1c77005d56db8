package io.rowtrail.quickstart.postgres;

import io.rowtrail.quickstart.process.Command;
import io.rowtrail.quickstart.process.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How PostgreSQL's programs are run without being root, which they refuse. */
sealed interface PlainUser {
    Duration PROBE = Duration.ofSeconds(10);

    /** The command as it must be started. */
    List<String> command(List<String> words);

    /** Makes a directory, which this process made, the plain user's own. */
    void own(Path directory);

    /** The launcher is a plain user itself. */
    record Direct() implements PlainUser {
        @Override
        public List<String> command(List<String> words) {
            return words;
        }

        @Override
        public void own(Path directory) {}
    }

    /** Root inside a user namespace without a mapping: files stay root's, the programs see nobody's id. */
    record UserNamespace() implements PlainUser {
        @Override
        public List<String> command(List<String> words) {
            return prefixed(List.of("unshare", "-U"), words);
        }

        @Override
        public void own(Path directory) {}
    }

    /** Root gives the work, and the data directory, to an account of the machine. */
    record Account(String name) implements PlainUser {
        @Override
        public List<String> command(List<String> words) {
            return prefixed(List.of("runuser", "-u", name, "--"), words);
        }

        @Override
        public void own(Path directory) {
            try (var files = Files.walk(directory)) {
                var owner = directory
                        .getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(name);
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.setOwner(file, owner);
                }
            } catch (IOException e) {
                throw new StackException("Cannot give " + directory + " to the account " + name + ".", e);
            }
        }
    }

    /**
     * The way that works on this machine.
     *
     * @param directory an existing directory that the programs must reach
     */
    static PlainUser find(Path directory) {
        if (!isRoot(directory)) {
            return new Direct();
        }
        PlainUser namespace = new UserNamespace();
        if (works(namespace, directory)) {
            return namespace;
        }
        return List.of("postgres", "nobody").stream()
                .<PlainUser>map(Account::new)
                .filter(account -> works(account, directory))
                .findFirst()
                .orElseThrow(() -> new StackException(
                        "PostgreSQL does not run as root, and neither a user namespace (unshare -U) nor the accounts "
                                + "postgres and nobody can be used for it in " + directory
                                + ".\nRun ./rowtrail as a plain user, or put the project where such an account can "
                                + "enter every directory above it."));
    }

    private static boolean works(PlainUser way, Path directory) {
        try {
            Path output = Files.createTempFile("rowtrail", ".txt");
            try {
                String script = "cd \"$1\" && [ \"$(id -u)\" != 0 ]";
                List<String> words = way.command(List.of("/bin/sh", "-c", script, "sh", directory.toString()));
                return Command.run(words, output, PROBE).exit() == 0;
            } finally {
                Files.delete(output);
            }
        } catch (IOException | StackException e) {
            return false;
        }
    }

    /** Whoever makes a file owns it. */
    private static boolean isRoot(Path directory) {
        try {
            Path probe = Files.createTempFile(directory, "owner", ".probe");
            try {
                return Optional.of(Files.getAttribute(probe, "unix:uid"))
                        .map(uid -> uid.equals(0))
                        .orElse(false);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw new StackException("Cannot write in " + directory + ": " + e.getMessage(), e);
        }
    }

    private static List<String> prefixed(List<String> prefix, List<String> words) {
        List<String> all = new ArrayList<>(prefix);
        all.addAll(words);
        return all;
    }
}
