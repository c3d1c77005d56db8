package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rowtrail.cli.text.Page;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What a pack's manifest says it holds. Nothing is checked here: that is what {@code verify} is for.
 *
 * @param entries how many entries of the log
 * @param size the size of the tree the pack is pinned to
 * @param completeness {@code range} or {@code asserted}
 */
record PackSummary(String entries, String size, String completeness) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LARGEST_MANIFEST = 1024 * 1024;

    /** @throws IOException for what is no pack */
    static PackSummary of(Path pack) throws IOException {
        try (ZipFile zip = new ZipFile(pack.toFile())) {
            ZipEntry manifest = zip.getEntry("manifest.json");
            if (manifest == null) {
                throw new IOException("it has no manifest.json");
            }
            try (InputStream bytes = zip.getInputStream(manifest)) {
                JsonNode json = JSON.readTree(bytes.readNBytes(LARGEST_MANIFEST));
                return new PackSummary(
                        Cells.of(json.path("totals").path("entries")),
                        Cells.of(json.path("size")),
                        Cells.of(json.path("completeness")));
            }
        }
    }

    void lay(Page page) {
        page.field("entries", entries).field("tree size", size).field("completeness", completeness);
        if (entries.equals("0")) {
            page.warning("caveat: no entry answers what was asked for; the pack proves nothing about it");
        }
    }
}
