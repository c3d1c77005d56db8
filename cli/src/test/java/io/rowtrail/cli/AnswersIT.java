package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.cli.text.Ink;
import io.rowtrail.cli.text.Width;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswersIT {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String OPENAPI =
            "{\"openapi\":\"3.1.0\",\"paths\":{\"/api/v1/traces/{traceId}\":{\"get\":{}}}}";

    private final FakeService service;

    AnswersIT() throws IOException {
        service = new FakeService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void jsonIsExactlyTheServicesAnswer() {
        String answer = "{ \"traceId\" : \"" + TRACE
                + "\",\n  \"count\": 1.10, \"x\": \"\\u001b é\", \"big\": 9007199254740993 }";
        service.json("/api/v1/traces/" + TRACE, answer);

        Run run = Run.against(service, "trace", TRACE, "--output", "json");

        assertThat(run).isEqualTo(new Run(0, answer + "\n", ""));
    }

    @Test
    void globalOptionsStandBeforeOrAfterTheVerb() {
        service.json("/api/v1/reports", "{\"reports\":[]}");

        assertThat(Run.against(service, "--output", "json", "reports").out()).isEqualTo("{\"reports\":[]}\n");
    }

    @Test
    void theApiKeyIsSentAndNeverShown() {
        service.problem("/api/v1/reports", 401, "{\"title\":\"Unauthorized\",\"status\":401}");

        Run run = Run.of(
                Map.of("ROWTRAIL_URL", service.url(), "ROWTRAIL_API_KEY", "rt_secret"),
                Width.uncut(),
                Ink.NONE,
                "reports");

        assertThat(service.asked().get(0).authorization()).isEqualTo("Bearer rt_secret");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("Unauthorized (401)", "--api-key").doesNotContain("rt_secret");
    }

    @Test
    void withoutAKeyNothingIsSent() {
        service.json("/api/v1/reports", "[]");

        Run.against(service, "reports");

        assertThat(service.asked().get(0).authorization()).isEmpty();
    }

    @Test
    void whatIsNotThereIsAFailedQuestion() {
        service.problem(
                "/api/v1/traces/" + TRACE,
                404,
                "{\"title\":\"Not found\",\"status\":404,\"detail\":\"no such trace\"}");
        service.json("/q/openapi", OPENAPI);

        Run run = Run.against(service, "trace", TRACE);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).isEqualTo("rowtrail: Not found (404): no such trace\n");
    }

    @Test
    void whatTheServiceCannotBeAskedIsWrongUse() {
        service.json("/q/openapi", OPENAPI);

        Run run = Run.against(service, "diff", "gold.revenue", "--from", "run:a", "--to", "run:b");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("cannot do this", "GET /api/v1/diff");
    }

    @Test
    void aProblemIsShownWithEachPointer() {
        service.problem(
                "/api/v1/rows/traces",
                400,
                "{\"type\":\"/problems/invalid-input\",\"title\":\"Invalid input\",\"status\":400,\"detail\":\"the key is wrong\","
                        + "\"errors\":[{\"pointer\":\"/month\",\"detail\":\"no such column\"},{\"pointer\":\"\",\"detail\":\"two columns missing\"}]}");

        Run run = Run.against(service, "rows", "--dataset", "gold.revenue", "--key", "month=1");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .isEqualTo(
                        "rowtrail: Invalid input (400): the key is wrong\n  /month: no such column\n  input: two columns missing\n");
    }

    @Test
    void aProblemAsJsonIsTheAnswerAndIsExplainedBesideIt() {
        String problem = "{\"title\":\"Invalid input\",\"status\":400,\"detail\":\"no\"}";
        service.problem("/api/v1/impact", 400, problem);

        Run run = Run.against(service, "impact", "gold.revenue", "--output", "json");

        assertThat(run).isEqualTo(new Run(2, problem + "\n", "rowtrail: Invalid input (400): no\n"));
    }

    @Test
    void anOverloadedServiceIsAsGoodAsUnreachable() {
        service.problem(
                "/api/v1/reports",
                503,
                "{\"title\":\"Temporarily unavailable\",\"status\":503,\"traceId\":\"" + TRACE + "\"}");

        Run run = Run.against(service, "reports");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("may work later", TRACE);
    }

    @Test
    void anUnreachableServiceIsNamedWithTheMend() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        Run run = Run.of(Map.of(), Width.uncut(), Ink.NONE, "trace", TRACE, "--url", "http://127.0.0.1:" + port);

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("127.0.0.1:" + port, "is the stack up? ./rowtrail up");
    }

    @Test
    void somethingElseAtTheAddressIsNotTakenForTheService() {
        service.prepare("/api/v1/reports", 200, "text/html", "<html>router</html>", Map.of());

        Run run = Run.against(service, "reports", "--output", "json");

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("does not speak like the Rowtrail service", "text/html");
    }

    @Test
    void redirectsAreNotFollowed() {
        service.prepare("/api/v1/reports", 302, "text/plain", "", Map.of("Location", service.url() + "/elsewhere"));

        assertThat(Run.against(service, "reports").status()).isEqualTo(3);
        assertThat(service.asked()).hasSize(1);
    }

    @Test
    void hostileTextIsMadeHarmlessInTables() {
        String evil = "\\u001b[2J\\u001b]52;c;ZXZpbA==\\u0007\\u202e";
        service.json(
                "/api/v1/impact",
                "{\"" + evil + "\":\"" + evil + "\",\"nodes\":[{\"name\":\"" + evil + "\",\"" + evil
                        + "\":\"a\\nrowtrail: all is well\"}]," + "\"caveats\":[\"" + evil + "\"]}");

        Run run = Run.of(
                Map.of("ROWTRAIL_URL", service.url()), Width.ofTerminal(100), Ink.NONE, "impact", "gold.revenue");

        assertThat(run.status()).isZero();
        assertThat(run.out().replace("\n", "").codePoints()).noneMatch(c -> Character.isISOControl(c) || c == 0x202e);
        assertThat(run.out()).contains("caveat: \\u001b[2J", "a\\nrowtrail: all is well");
    }

    @Test
    void hostileProblemsAreMadeHarmless() {
        service.problem("/api/v1/reports", 400, "{\"title\":\"\\u001b[31mno\",\"detail\":\"\\u009b2J\"}");

        assertThat(Run.against(service, "reports").err()).isEqualTo("rowtrail: \\u001b[31mno (400): \\u009b2J\n");
    }

    @Test
    void coloursOnlyWhereAsked() {
        service.json("/api/v1/impact", "{\"caveats\":[\"truncated\"]}");

        assertThat(Run.against(service, "impact", "gold.revenue").out())
                .contains("caveat: truncated")
                .doesNotContain("\u001b");
        assertThat(Run.of(Map.of("ROWTRAIL_URL", service.url()), Width.ofTerminal(80), Ink.COLOUR, "impact", "x")
                        .out())
                .contains("\u001b[33mcaveat: truncated\u001b[0m");
    }
}
