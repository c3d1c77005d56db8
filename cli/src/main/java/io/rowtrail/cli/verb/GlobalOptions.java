package io.rowtrail.cli.verb;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options every verb has, before or after its name. */
public final class GlobalOptions {
    @Option(
            names = "--url",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "the service; else ROWTRAIL_URL, else " + Session.LOCAL_SERVICE)
    Optional<String> url = Optional.empty();

    @Option(
            names = "--api-key",
            scope = ScopeType.INHERIT,
            paramLabel = "KEY",
            description = "who asks; better given in ROWTRAIL_API_KEY, where no process list shows it")
    Optional<String> apiKey = Optional.empty();

    @Option(
            names = "--output",
            scope = ScopeType.INHERIT,
            paramLabel = "table|json",
            description = "for reading (the default), or the service's answer as it came")
    OutputForm output = OutputForm.TABLE;

    @Option(
            names = "--timeout",
            scope = ScopeType.INHERIT,
            paramLabel = "SECONDS",
            description = "how long to wait for an answer to begin; 60 unless given")
    int timeoutSeconds = 60;
}
