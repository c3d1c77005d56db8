package io.rowtrail.verifier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A file of lines, each ended by one newline. */
final class Lines {
    private Lines() {}

    static List<byte[]> of(String file, byte[] bytes) throws CheckFailed {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                lines.add(Arrays.copyOfRange(bytes, from, i));
                from = i + 1;
            }
        }
        if (from != bytes.length) {
            throw new CheckFailed(file, "a newline at the end", "none");
        }
        return lines;
    }
}
