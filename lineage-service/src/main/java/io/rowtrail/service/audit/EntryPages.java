package io.rowtrail.service.audit;

import io.rowtrail.audit.AuditLog;
import io.rowtrail.audit.DatasetRef;
import io.rowtrail.audit.Entry;
import io.rowtrail.audit.EntryPage;
import io.rowtrail.audit.EntryQuery;
import io.rowtrail.service.log.Await;
import io.rowtrail.service.security.EntrySight;
import io.rowtrail.service.security.NamespaceLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Cuts pages out of a log, some of whose entries the caller may not read. Entries are read until the page is full, so that
 * neither its length nor its cursor tells of one left out.
 */
final class EntryPages {
    /** One call reads no more than this of what it must not show; then it says that it stopped. */
    private static final int MOST_READ = 10_000;

    private final AuditLog log;
    private final NamespaceLimits limits;

    EntryPages(AuditLog log, NamespaceLimits limits) {
        this.log = log;
        this.limits = limits;
    }

    /**
     * A page.
     *
     * @param size the tree size it is pinned to
     * @param last the index after which the next page begins; null when there is none
     * @param stopped whether it is short since too much was left out
     */
    record Cut(long size, List<Entry> entries, @Nullable Long last, boolean stopped) {
        Cut {
            entries = List.copyOf(entries);
        }
    }

    /** Cuts out of a query that is pinned to a size. */
    Cut cut(EntryQuery query) {
        DatasetRef asked = query.filter().dataset();
        if (asked != null && !limits.allows(asked.namespace())) {
            // Not looked for, so that it takes as long whether there are any or not.
            return new Cut(Objects.requireNonNull(query.size()), List.of(), null, false);
        }
        List<Entry> shown = new ArrayList<>();
        long after = query.after();
        for (int read = 0; ; ) {
            EntryQuery next = new EntryQuery(query.size(), after, query.limit(), query.filter());
            EntryPage page = Await.on(() -> log.entries(next));
            for (Entry entry : page.entries()) {
                if (shows(entry)) {
                    if (shown.size() == query.limit()) {
                        return new Cut(page.size(), shown, index(shown.get(shown.size() - 1)), false);
                    }
                    shown.add(entry);
                }
                after = index(entry);
            }
            read += page.entries().size();
            if (!page.more()) {
                return new Cut(page.size(), shown, null, false);
            }
            if (limits.isAll() || read >= MOST_READ) {
                return new Cut(page.size(), shown, after, !limits.isAll());
            }
        }
    }

    private static long index(Entry entry) {
        return entry.name().index();
    }

    /** Bodies say it, which a page is without. */
    private boolean shows(Entry entry) {
        return limits.isAll()
                || Await.on(() -> log.entry(index(entry)))
                        .filter(whole -> EntrySight.shows(limits, whole))
                        .isPresent();
    }
}
