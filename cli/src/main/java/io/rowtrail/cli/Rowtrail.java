package io.rowtrail.cli;

import picocli.CommandLine.Command;

/** The command itself, which does nothing but hold the verbs and the options they share. */
@Command(
        name = "rowtrail",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        description = {
            "Which requests made this number, and what did this request make?",
            "Asks a Rowtrail service in a terminal, and checks its evidence without it."
        },
        footer = {
            "",
            "The local stack, from the project's directory: ./rowtrail demo, up, status, down.",
            "Exit codes: 0 answered, or the check held; 1 the check failed, or not found;",
            "2 wrong use, or the service cannot do it; 3 the service cannot be reached."
        })
final class Rowtrail {}
