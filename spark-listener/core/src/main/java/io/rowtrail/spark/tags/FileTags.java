package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Nodes;
import io.rowtrail.spark.plan.Seqs;
import io.rowtrail.spark.tags.TagSources.TaggedFiles;
import io.rowtrail.spark.tags.TagSources.TaggedTable.Believed;
import io.rowtrail.tags.Absence;
import io.rowtrail.tags.TagSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.In;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** Reads plain files with the tags that runs of ours wrote into them; rows of any other file are unknown. */
final class FileTags {
    private static final String METADATA = "_metadata";
    private static final String NAME = "file_name";

    private final LogicalRelation relation;
    private final TaggedFiles known;

    FileTags(LogicalRelation relation, TaggedFiles known) {
        this.relation = relation;
        this.known = known;
    }

    Tagged tagged(Verdict verdict) {
        if (known.reason().isPresent()) {
            verdict.broken(relation.nodeName(), known.reason().get());
        }
        Optional<FileColumn.Read> read = FileColumn.read(relation);
        if (read.isEmpty() || (known.reason().isPresent() && known.names().isEmpty())) {
            return TagRewriter.unknown(relation);
        }
        Expression stored = TagExpressions.orElse(read.get().tag(), TagSet.unknown());
        return known.reason().isPresent()
                ? mixed(read.get().relation(), stored)
                : believed(read.get().relation(), known.stated().open() ? TagExpressions.opened(stored) : stored);
    }

    private Tagged believed(LogicalRelation read, Expression set) {
        Believed stated = known.stated();
        Set<String> names = Arrays.stream(relation.relation().schema().fieldNames())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        Facts facts = Facts.of(Absence.anyOf(0, stated.through()), stated.absence()).toldIf(true);
        return Tagged.of(Nodes.output(relation), set, read, facts)
                .volatileIn(stated.decided().among(Nodes.output(relation), names));
    }

    /** Each file is asked for its name; who else writes here may have taken rows away, too. */
    private Tagged mixed(LogicalRelation read, Expression stored) {
        LogicalRelation named = read.withMetadataColumns();
        Attribute metadata = Nodes.output(named).stream()
                .filter(column -> column.name().equals(METADATA))
                .findFirst()
                .orElseThrow();
        int field = ((StructType) metadata.dataType()).fieldIndex(NAME);
        List<Expression> names = new ArrayList<>();
        known.names().stream().sorted().forEach(name -> names.add(Literal.create(name, DataTypes.StringType)));
        Expression ours = new In(new GetStructField(metadata, field, Option.apply(NAME)), Seqs.of(names));
        Expression set = new If(ours, TagExpressions.opened(stored), TagExpressions.literal(TagSet.unknown()));
        return Tagged.of(Nodes.output(relation), set, named, Facts.UNKNOWN);
    }
}
