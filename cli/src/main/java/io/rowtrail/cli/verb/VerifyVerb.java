package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.outcome.CommandFailure;
import io.rowtrail.cli.outcome.ExitCode;
import io.rowtrail.cli.text.Page;
import io.rowtrail.verifier.Report;
import io.rowtrail.verifier.Step;
import io.rowtrail.verifier.Trust;
import io.rowtrail.verifier.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks an evidence pack or the proof of a row with the offline verifier: no service is asked, no network is used. */
@Command(
        name = "verify",
        description = {
            "Check an evidence pack, or the proof of a row, offline, with the same verifier as rowtrail-verifier.jar.",
            "A proof of a row (rowtrail rows --key ... --proof FILE) needs --vkey.",
            "Exit code 0 only if every step held."
        })
final class VerifyVerb extends Verb {
    @Parameters(paramLabel = "PACK.zip", description = "the evidence pack, or the proof of a row")
    private Path pack = Path.of("");

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "a checkpoint you kept from an earlier visit")
    private Optional<Path> checkpoint = Optional.empty();

    @Option(
            names = "--vkey",
            paramLabel = "KEY",
            description =
                    "the log's verifier key (name+id+base64), got from elsewhere than the pack, or a file with one"
                            + " key a line; may be repeated")
    private List<String> keys = new ArrayList<>();

    VerifyVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        Report report = verified();
        switch (session().output()) {
            case JSON -> session().screen().showJson(json(report).toString());
            case TABLE -> session().screen().show(page(report));
        }
        return report.verified() ? ExitCode.OK : ExitCode.FAILED;
    }

    private Report verified() {
        try {
            List<String> trusted = new ArrayList<>();
            for (String key : keys) {
                boolean file = key.indexOf('+') < 0 || Files.isRegularFile(Path.of(key));
                trusted.addAll(file ? Files.readAllLines(Path.of(key)) : List.of(key));
            }
            String kept = checkpoint.isPresent() ? Files.readString(checkpoint.get()) : null;
            return Verifier.verify(pack, new Trust(trusted, kept));
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read " + e.getMessage());
        }
    }

    private Page page(Report report) {
        Page page = session().screen().page().heading("checks of " + pack);
        for (Step step : report.steps()) {
            if (step instanceof Step.Passed passed) {
                page.field("ok   " + passed.name(), passed.detail());
            } else if (step instanceof Step.Failed failed) {
                page.field("FAIL " + failed.name(), failed.what());
                page.field("     expected", failed.expected()).field("     found", failed.found());
            } else if (step instanceof Step.Skipped skipped) {
                page.field("skip " + skipped.name(), "needs " + skipped.because());
            }
        }
        report.caveats().forEach(caveat -> page.warning("caveat: " + caveat));
        return report.verified() ? page.good(report.verdict()) : page.bad(report.verdict());
    }

    private static ObjectNode json(Report report) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("verified", report.verified());
        ArrayNode steps = json.putArray("steps");
        for (Step step : report.steps()) {
            ObjectNode told = steps.addObject().put("name", step.name());
            if (step instanceof Step.Passed passed) {
                told.put("result", "passed").put("detail", passed.detail());
            } else if (step instanceof Step.Failed failed) {
                told.put("result", "failed").put("what", failed.what());
                told.put("expected", failed.expected()).put("found", failed.found());
            } else if (step instanceof Step.Skipped skipped) {
                told.put("result", "skipped").put("because", skipped.because());
            }
        }
        ArrayNode caveats = json.putArray("caveats");
        report.caveats().forEach(caveats::add);
        report.entries().ifPresent(entries -> json.put("entries", Long.toString(entries)));
        return json;
    }
}
