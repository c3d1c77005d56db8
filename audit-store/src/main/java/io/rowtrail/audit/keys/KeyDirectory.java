package io.rowtrail.audit.keys;

import io.rowtrail.audit.note.NoteKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory, readable by its owner only, with a log's key files: {@code note.key} (see {@link NoteKey}),
 * {@code identity.key} and {@code epoch-N.key} (32 bytes in base64 each). What is missing is made on first use; whether
 * a made key may be used with what is stored is for the log to decide, which keeps fingerprints.
 */
public final class KeyDirectory {
    private static final Pattern EPOCH_FILE = Pattern.compile("epoch-([1-9][0-9]{0,8})\\.key");
    private static final int SECRET = 32;

    private final Path directory;
    private final SecureRandom random;

    public KeyDirectory(Path directory, SecureRandom random) {
        this.directory = directory.toAbsolutePath();
        this.random = random;
    }

    /** Reads the keys of the log with that origin, making those that are missing. Blocks. */
    public LogKeys open(String origin) {
        try {
            Files.createDirectories(directory);
            if (posix()) {
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            }
            NoteKey note = NoteKey.parse(
                    read("note.key", () -> NoteKey.generate(origin).format()));
            if (!note.name().equals(origin)) {
                throw new IllegalArgumentException("note.key is for the log " + note.name() + ", not for " + origin);
            }
            IdentityKey identity = IdentityKey.of(secret("identity.key"));
            List<EpochKey> epochs = new ArrayList<>();
            for (int number : epochNumbers()) {
                epochs.add(new EpochKey(number, secret("epoch-" + number + ".key"), random));
            }
            return new LogKeys(note, identity, epochs);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the log's key directory", e);
        }
    }

    private List<Integer> epochNumbers() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Integer> numbers = files.map(file -> EPOCH_FILE.matcher(String.valueOf(file.getFileName())))
                    .filter(Matcher::matches)
                    .map(matcher -> Integer.valueOf(matcher.group(1)))
                    .sorted(Comparator.naturalOrder())
                    .toList();
            return numbers.isEmpty() ? List.of(1) : numbers;
        }
    }

    private byte[] secret(String name) throws IOException {
        String text = read(name, () -> {
            byte[] fresh = new byte[SECRET];
            random.nextBytes(fresh);
            return Base64.getEncoder().encodeToString(fresh) + "\n";
        });
        byte[] secret = Base64.getDecoder().decode(text.strip());
        if (secret.length != SECRET) {
            throw new IllegalArgumentException(name + " does not hold 32 bytes");
        }
        return secret;
    }

    private String read(String name, Supplier<String> fresh) throws IOException {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            create(file, fresh.get());
        }
        return Files.readString(file);
    }

    /** Under a name of its own first, so that no half-written key is ever found. */
    private void create(Path file, String content) throws IOException {
        Path fresh = Files.createTempFile(directory, "new-", ".tmp", ownerOnly());
        try {
            try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException madeByAnother) {
            // Both read the one that is there.
            return;
        } finally {
            Files.deleteIfExists(fresh);
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return posix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    private boolean posix() {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
