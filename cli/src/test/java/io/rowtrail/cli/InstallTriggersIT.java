package io.rowtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rowtrail.cli.text.Ink;
import io.rowtrail.cli.text.Width;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InstallTriggersIT {
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() throws Exception {
        postgres = EmbeddedPostgres.builder().setPort(0).start();
        execute("CREATE TABLE sale (id int PRIMARY KEY)", "CREATE TABLE line (id int PRIMARY KEY)");
    }

    @AfterAll
    static void stop() throws Exception {
        postgres.close();
    }

    private static void execute(String... statements) throws Exception {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static Run triggers(String options) {
        Map<String, String> environment = Map.of(
                "ROWTRAIL_DATABASE",
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres",
                "ROWTRAIL_DATABASE_USER",
                "postgres");
        String line = ("install-triggers " + options).strip();
        return Run.of(environment, Width.uncut(), Ink.NONE, line.split(" "));
    }

    @Test
    void installsChecksAndRemoves() throws Exception {
        assertThat(triggers("--check").status()).isEqualTo(1);
        Run installed = triggers("--table public.sale,public.line");
        assertThat(installed.err()).isEmpty();
        assertThat(installed.status()).isZero();
        assertThat(installed.out())
                .contains("public.sale: the trigger binds the trace", "public.line: the trigger binds");

        execute("ALTER TABLE line DISABLE TRIGGER ALL");
        Run checked = triggers("--check --output json");
        assertThat(checked.status()).isEqualTo(1);
        assertThat(checked.out())
                .contains("{\"table\":\"public.line\",\"state\":\"disabled\",\"good\":false}")
                .contains("{\"table\":\"public.sale\",\"state\":\"binds\",\"good\":true}");

        assertThat(triggers("--remove").out()).contains("public.sale", "public.line");
        assertThat(triggers("--check").out()).contains("no table has a trigger");
    }

    @Test
    void whatItGeneratesDoesTheSame() throws Exception {
        Run script = triggers("--generate --table public.sale");
        assertThat(script.status()).isZero();
        execute(script.out());
        assertThat(triggers("--check --table public.sale").status()).isZero();
        execute(triggers("--generate --remove --table public.sale").out());
        assertThat(triggers("--check --table public.sale").out()).contains("is missing: install it");
    }

    @Test
    void tellsWrongUseFromAnAbsentDatabase() {
        assertThat(triggers("").status()).isEqualTo(2);
        assertThat(triggers("--table a.b.c").err()).contains("schema.table");
        assertThat(triggers("--check --remove").status()).isEqualTo(2);
        Run absent = triggers("--table public.absent");
        assertThat(absent.status()).isEqualTo(2);
        assertThat(absent.err()).contains("public.absent");
        Run away = triggers("--check --database jdbc:postgresql://127.0.0.1:1/shop");
        assertThat(away.status()).isEqualTo(3);
        assertThat(away.err()).contains("does not let us in");
    }
}
