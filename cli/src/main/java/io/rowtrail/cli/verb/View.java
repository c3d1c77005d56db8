package io.rowtrail.cli.verb;

import io.rowtrail.cli.text.Page;

/** Lays the members of an answer it knows onto a page, taking them; what it leaves is laid out the general way. */
@FunctionalInterface
interface View {
    void lay(Members answer, Page page);
}
