package io.rowtrail.service.guarded;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * An answer without what is of the request itself: its trace id, its time, and its own address. A pack is taken apart.
 *
 * @param headers but for {@code Date}
 */
record Answer(int status, Map<String, List<String>> headers, String body) {
    static Answer of(java.net.http.HttpResponse<String> response) {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(response.headers().map());
        headers.remove("date");
        headers.remove("content-length");
        String body = response.body()
                .replaceAll("\"traceId\":\"[0-9a-f]{32}\",\"retriable\"", "\"retriable\"")
                .replaceAll("\"instance\":\"[^\"]*\",", "")
                .replaceAll("\"(start|end)Interval\":\"[^\"]*\"", "")
                // An hour that has begun between two answers is empty in both.
                .replaceAll("\\{,,\"fail\":0,\"start\":0,\"complete\":0,\"abort\":0},?", "")
                .replace(",]", "]");
        boolean pack = response.headers().firstValue("Content-Type").orElse("").equals("application/zip");
        return new Answer(response.statusCode(), headers, pack ? unpacked(response.body()) : body);
    }

    private static String unpacked(String zip) {
        StringBuilder all = new StringBuilder();
        try (ZipInputStream entries =
                new ZipInputStream(new ByteArrayInputStream(zip.getBytes(StandardCharsets.ISO_8859_1)))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                all.append(entry.getName()).append('\n');
                all.append(new String(entries.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    /** The same with the sizes and hashes of the tree left out, which are no content. */
    Answer withoutSizes() {
        String cut = body.replaceAll("\"size\":\"\\d+\"", "")
                .replaceAll("\"next\":\"\\d+-", "\"next\":\"")
                .replaceAll("\"path\":\\[[^]]*]", "");
        return new Answer(status, headers, cut);
    }

    /** All of it, to look for words in. */
    String text() {
        return headers + body;
    }
}
