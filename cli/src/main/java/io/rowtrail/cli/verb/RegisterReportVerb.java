package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rowtrail.cli.api.Call;
import io.rowtrail.cli.outcome.ExitCode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a dataset a report, whose cells can be asked for by key and measure. */
@Command(name = "register-report", description = "Register a dataset as a report, or register it anew.")
final class RegisterReportVerb extends Verb {
    @Parameters(paramLabel = "NAME", description = "the report's name")
    private String name = "";

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "D",
            description = "a table's name, or dataset:{namespace}:{name}")
    private String dataset = "";

    @Option(
            names = "--key",
            required = true,
            split = ",",
            paramLabel = "COLUMN",
            description = "its key columns, in order")
    private List<String> key = new ArrayList<>();

    @Option(
            names = "--measure",
            required = true,
            split = ",",
            paramLabel = "COLUMN",
            description = "its measure columns")
    private List<String> measures = new ArrayList<>();

    RegisterReportVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("dataset", NodeName.parse(dataset, session().namespace()).id());
        ArrayNode keys = report.putArray("key");
        key.forEach(keys::add);
        ArrayNode measured = report.putArray("measures");
        measures.forEach(measured::add);
        return session()
                .answer(
                        Call.put("/api/v1/reports/{}", name).sending(report),
                        (answer, page) -> page.heading("report " + name));
    }
}
