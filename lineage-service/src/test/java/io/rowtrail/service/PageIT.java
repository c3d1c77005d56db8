package io.rowtrail.service;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page as a reader uses it, in a real browser; skipped where Debian's Chromium is not installed. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class PageIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static Playwright playwright;
    private static Browser browser;

    @TestHTTPResource("/")
    URL home;

    @BeforeAll
    static void open() {
        assumeTrue(Files.isExecutable(CHROMIUM), "the page is tested with " + CHROMIUM + ", which is not installed");
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void answersAPastedTraceparentWithLinksToGoOn() {
        String trace = UUID.randomUUID().toString().replace("-", "");
        given().contentType("application/json")
                .body(Events.changes(31, 1, trace, 3))
                .post("/api/v1/changes")
                .then()
                .statusCode(201);
        List<String> complaints = new ArrayList<>();
        try (Page page = browser.newPage()) {
            page.setDefaultTimeout(30_000);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });
            page.navigate(home.toString());
            page.getByLabel("Trace id, traceparent or run id").fill("00-" + trace + "-b7ad6b7169203331-01");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Follow it"))
                    .click();
            assertThat(page.locator("#answer-title")).hasText("Trace " + trace);
            assertThat(page.locator("#answer-body")).containsText("created 3");
            page.locator(
                            "#answer-body a",
                            new Page.LocatorOptions().setHasText(java.util.regex.Pattern.compile("^default:\\d+$")))
                    .first()
                    .click();
            assertThat(page.locator("#answer-title")).containsText("Entry default:");
            assertThat(page.locator("#answer-body")).containsText("leaf hash");
        }
        org.assertj.core.api.Assertions.assertThat(complaints).isEmpty();
    }

    @Test
    void showsAProblemInWords() {
        try (Page page = browser.newPage()) {
            page.setDefaultTimeout(30_000);
            page.navigate(home.toString());
            page.getByLabel("Trace id, traceparent or run id").fill("nonsense");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Follow it"))
                    .click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("must be a trace id");
        }
    }

    @Test
    void asksForTheKeyColumnsOfTheChosenReport() {
        given().contentType("application/json")
                .body(
                        "{\"dataset\":\"dataset:iceberg://lake:gold.paged\",\"key\":[\"month\",\"state\"],\"measures\":[\"revenue\"]}")
                .put("/api/v1/reports/paged");
        try (Page page = browser.newPage()) {
            page.setDefaultTimeout(30_000);
            page.navigate(home.toString());
            page.getByLabel("Report").selectOption("paged");
            assertThat(page.getByLabel("month")).isVisible();
            assertThat(page.getByLabel("state")).isVisible();
            page.getByLabel("month").fill("1997-01");
            page.getByLabel("state").fill("CA");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Trace it back"))
                    .click();
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("no such dataset in the lake");
        }
    }
}
