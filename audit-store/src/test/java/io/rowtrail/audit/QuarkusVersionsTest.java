package io.rowtrail.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service runs this module with the versions Quarkus pins; it must be compiled and tested with the same. */
class QuarkusVersionsTest {
    @ParameterizedTest
    @CsvSource({
        "hibernate-reactive-core, hibernate-reactive.version",
        "vertx-pg-client, vertx.version",
        "smallrye-mutiny-vertx-pg-client, mutiny-vertx.version",
        "mutiny, mutiny.version"
    })
    void areThoseOfTheQuarkusBom(String artifact, String property) throws IOException {
        String bom = Files.readString(Path.of("target/quarkus-bom.xml"));
        String own = Files.readString(Path.of("pom.xml"));

        assertThat(first(own, "<" + property + ">([^<]+)<"))
                .isEqualTo(first(bom, "<artifactId>" + artifact + "</artifactId>\\s*<version>([^<]+)<"));
    }

    private static String first(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }
}
