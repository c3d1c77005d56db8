package io.rowtrail.cli.verb;

import java.util.List;

/** All verbs of the command, in the order its help shows them. */
public final class Verbs {
    private Verbs() {}

    /** The verbs for one run of the command. */
    public static List<Object> of(Session session) {
        return List.of(
                new TraceVerb(session),
                new RowsVerb(session),
                new AbsenceVerb(session),
                new WhatifVerb(session),
                new LineageVerb(session),
                new ImpactVerb(session),
                new PathVerb(session),
                new SearchVerb(session),
                new NamespacesVerb(session),
                new DiffVerb(session),
                new BisectVerb(session),
                new ReportsVerb(session),
                new RegisterReportVerb(session),
                new EvidenceVerb(session),
                new VerifyVerb(session),
                new ExportVerb(session),
                new ReplayVerb(session),
                new InstallTriggersVerb(session));
    }
}
