package io.rowtrail.service;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page as a reader uses it, in a real browser; skipped where Debian's Chromium is not installed. */
@QuarkusTest
@QuarkusTestResource(ServiceStack.class)
class PageIT {
    private static Chromium chromium;

    @TestHTTPResource("/")
    URL home;

    @BeforeAll
    static void open() {
        chromium = Chromium.open();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
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
        try (Page page = chromium.page()) {
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
        try (Page page = chromium.page()) {
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
        try (Page page = chromium.page()) {
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

    @Test
    void showsWhatNamesItsRequestsAndWhereTheyAreLost() {
        CoverageIT.chain();
        try (Page page = chromium.page()) {
            page.navigate(home + "#/coverage");
            assertThat(page.locator("#answer-title")).containsText("Coverage");
            assertThat(page.locator("#answer-body")).containsText("70.0 %");
            assertThat(page.locator("#answer-body")).containsText("2 at MapElements");
            assertThat(page.locator("#answer-body")).containsText("job:test:q43-gold 70.0 % (loses)");
        }
    }
}
