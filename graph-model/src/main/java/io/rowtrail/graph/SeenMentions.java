package io.rowtrail.graph;

import io.rowtrail.graph.facts.ColumnLineage;
import io.rowtrail.graph.facts.DatasetMention;
import io.rowtrail.graph.facts.ExplicitLineage;
import io.rowtrail.graph.facts.RunFacts.ParentRun;
import io.rowtrail.graph.facts.RunFacts.RootRun;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What somebody sees of what a run told who may not know all of it. */
final class SeenMentions {

    private SeenMentions() {}

    static List<DatasetMention> of(List<DatasetMention> mentions, Visibility visibility) {
        return mentions.stream()
                .filter(m -> visibility.sees(m.id()))
                .map(m -> of(m, visibility))
                .toList();
    }

    private static DatasetMention of(DatasetMention mention, Visibility visibility) {
        return new DatasetMention(
                mention.id(),
                mention.schema(),
                mention.version(),
                columns(mention.columns(), visibility),
                mention.lineage().stream()
                        .filter(l -> visibility.shows(l.target()))
                        .map(l -> new ExplicitLineage(l.target(), l.run(), sources(l, visibility)))
                        .toList(),
                mention.lifecycle(),
                mention.symlinks().stream().filter(s -> visibility.sees(s.id())).toList(),
                mention.statistics(),
                mention.tags(),
                mention.snapshot(),
                mention.subset(),
                mention.deletedFacets());
    }

    private static List<ExplicitLineage.Source> sources(ExplicitLineage lineage, Visibility visibility) {
        return lineage.sources().stream()
                .filter(s -> s.node() == null || visibility.shows(s.node()))
                .toList();
    }

    private static @Nullable ColumnLineage columns(@Nullable ColumnLineage columns, Visibility visibility) {
        if (columns == null) {
            return null;
        }
        TreeMap<String, List<ColumnLineage.Source>> fields = new TreeMap<>();
        columns.fields().forEach((field, sources) -> fields.put(field, seen(sources, visibility)));
        return new ColumnLineage(fields, seen(columns.dataset(), visibility));
    }

    private static List<ColumnLineage.Source> seen(List<ColumnLineage.Source> sources, Visibility visibility) {
        return sources.stream().filter(s -> visibility.shows(s.column())).toList();
    }

    static @Nullable ParentRun of(@Nullable ParentRun parent, Visibility visibility) {
        if (parent == null || !visibility.sees(parent.job())) {
            return null;
        }
        RootRun root = parent.root();
        return new ParentRun(parent.run(), parent.job(), root == null || !visibility.sees(root.job()) ? null : root);
    }
}
