package io.rowtrail.capture;

import io.rowtrail.capture.ordinal.OrdinalJournal;
import io.rowtrail.capture.post.Manifest;
import io.rowtrail.capture.post.Spool;
import io.rowtrail.capture.sink.ChangePublisher;
import io.rowtrail.capture.sink.ChangeSink;
import io.rowtrail.capture.sink.Coverage;
import io.rowtrail.capture.state.Milestone;

/**
 * Where captured transactions go, opened and in agreement with each other.
 *
 * @param afterGap whether the tables may hold rows of an earlier incarnation
 */
record CaptureParts(
        OrdinalJournal journal,
        ChangeSink sink,
        ChangePublisher publisher,
        Coverage coverage,
        Spool spool,
        Manifest manifest,
        Milestone.Listener milestones,
        boolean afterGap) {}
