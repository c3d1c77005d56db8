package io.rowtrail.cli.verb;

import io.rowtrail.cli.api.Answer;
import io.rowtrail.cli.api.Api;
import io.rowtrail.cli.api.ApiKey;
import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.api.Endpoints;
import io.rowtrail.cli.api.ServiceAddress;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import io.rowtrail.cli.text.Page;
import io.rowtrail.cli.text.Screen;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** One run of the command: what was asked for on its line and in its environment, and where its answer goes. */
public final class Session {
    static final String LOCAL_SERVICE = "http://127.0.0.1:8080";

    private final GlobalOptions options;
    private final Map<String, String> environment;
    private final Screen screen;

    public Session(GlobalOptions options, Map<String, String> environment, Screen screen) {
        this.options = options;
        this.environment = Map.copyOf(environment);
        this.screen = screen;
    }

    Screen screen() {
        return screen;
    }

    OutputForm output() {
        return options.output;
    }

    /** Where datasets are looked for that are named without a namespace. */
    String namespace() {
        return set("ROWTRAIL_NAMESPACE").orElse(NodeName.LOCAL_LAKE);
    }

    /** The service this run asks. */
    Api api() {
        if (options.timeoutSeconds < 1) {
            throw CommandFailure.usage("--timeout wants at least 1 second");
        }
        String url = options.url.or(() -> set("ROWTRAIL_URL")).orElse(LOCAL_SERVICE);
        Optional<ApiKey> key = options.apiKey.or(() -> set("ROWTRAIL_API_KEY")).map(ApiKey::of);
        return new Api(ServiceAddress.parse(url), key, Duration.ofSeconds(options.timeoutSeconds));
    }

    /** A variable of the environment that is set to something. */
    Optional<String> set(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(Predicate.not(String::isBlank));
    }

    /** Asks, and shows the answer or the refusal. */
    ExitCode answer(Call call, View view) {
        Api api = api();
        return api.ask(call).either(given -> show(given, view), refused -> refuse(api, call, refused));
    }

    /** Shows an answer as the user wants it. */
    ExitCode show(Answer.Given given, View view) {
        switch (options.output) {
            case JSON -> screen.showJson(given.text());
            case TABLE -> {
                Page page = screen.page();
                Members members = Members.of(given.json());
                view.lay(members, page);
                GeneralLayout.lay(members, page);
                screen.show(page);
            }
        }
        return ExitCode.OK;
    }

    /**
     * Shows a refusal.
     *
     * @throws CommandFailure of kind usage when the service was refused nothing but does not know the question
     */
    ExitCode refuse(Api api, Call call, Answer.Refused refused) {
        int status = refused.problem().status();
        if ((status == 404 || status == 405) && !new Endpoints(api).offer(call)) {
            throw CommandFailure.usage("the service at " + api.address()
                    + " cannot do this: its OpenAPI document has no " + call.method() + " " + call.template());
        }
        if (options.output == OutputForm.JSON && !refused.text().isEmpty()) {
            screen.showJson(refused.text());
        }
        screen.complain(refused.problem().words());
        return refused.problem().exitCode();
    }
}
