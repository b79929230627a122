package dev.millrace.app;

import picocli.CommandLine.Command;

/// What is done to a control node's store.
@Command(
        name = "control",
        description = "Looks after what a control node keeps.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = RepairCommand.class)
final class ControlCommand {}
