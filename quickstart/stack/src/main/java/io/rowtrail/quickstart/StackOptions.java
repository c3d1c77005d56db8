package io.rowtrail.quickstart;

import io.rowtrail.quickstart.stack.Artifacts;
import io.rowtrail.quickstart.stack.Ports;
import io.rowtrail.quickstart.stack.Stack;
import io.rowtrail.quickstart.stack.StateDirectory;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that every verb of the stack has. */
final class StackOptions {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "${env:ROWTRAIL_STATE}",
            description = "Directory of the stack's state (ROWTRAIL_STATE, else .rowtrail in the project).")
    String state = "";

    @Option(names = "--project", hidden = true, defaultValue = "${sys:rowtrail.home:-.}")
    Path project = Path.of(".");

    @ArgGroup(exclusive = false, validate = false, heading = "Ports, all on 127.0.0.1:%n")
    Ports ports = new Ports();

    Stack stack() {
        Artifacts artifacts = new Artifacts(project);
        Path directory = state == null || state.isBlank() ? artifacts.root().resolve(".rowtrail") : Path.of(state);
        return new Stack(artifacts, new StateDirectory(directory), ports);
    }
}
