package io.rowtrail.spark.tags;

import io.rowtrail.spark.plan.Seqs;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.MultiInstanceRelation;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.plans.logical.ExposesMetadataColumns;
import org.apache.spark.sql.catalyst.plans.logical.LeafNode;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import scala.collection.immutable.Seq;

/**
 * Files that offer their tag column as a metadata column, which Spark's own relation of files cannot. It stands in a plan
 * while names are looked up in it and never after. A leaf, since an alias passes the metadata columns of leaves only.
 */
public final class OfferedFiles extends LogicalPlan
        implements LeafNode, MultiInstanceRelation, ExposesMetadataColumns {
    private final LogicalRelation files;
    private final AttributeReference tag;

    /** Public for Catalyst, which copies nodes by reflection. */
    public OfferedFiles(LogicalRelation files, AttributeReference tag) {
        this.files = files;
        this.tag = tag;
    }

    LogicalRelation files() {
        return files;
    }

    @Override
    public Seq<Attribute> output() {
        return Seqs.of(Seqs.<Attribute>java(files.output()));
    }

    @Override
    public Seq<Attribute> metadataOutput() {
        List<Attribute> columns = new ArrayList<>(Seqs.<Attribute>java(files.metadataOutput()));
        columns.add(tag);
        return Seqs.of(columns);
    }

    /** What is offered is no input. */
    @Override
    public AttributeSet references() {
        return AttributeSet.fromAttributeSets(Seqs.none());
    }

    @Override
    public LogicalPlan withMetadataColumns() {
        return FileColumn.with(files.withMetadataColumns(), tag).orElse(files);
    }

    /** Beside itself, as in a self-join. */
    @Override
    public LogicalPlan newInstance() {
        return new OfferedFiles(files.newInstance(), FileColumn.offer());
    }

    @Override
    public Seq<LogicalPlan> children() {
        return Seqs.none();
    }

    /** Called by Catalyst on Scala 2.13. */
    @SuppressWarnings("MissingOverride") // one of the two overrides, by the Scala version
    public LogicalPlan withNewChildrenInternal(scala.collection.immutable.IndexedSeq<LogicalPlan> children) {
        return this;
    }

    /** Called by Catalyst on Scala 2.12. */
    @SuppressWarnings("MissingOverride")
    public LogicalPlan withNewChildrenInternal(scala.collection.IndexedSeq<LogicalPlan> children) {
        return this;
    }

    @Override
    public int productArity() {
        return 2;
    }

    @Override
    public Object productElement(int index) {
        return index == 0 ? files : tag;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof OfferedFiles;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OfferedFiles that && files.equals(that.files) && tag.equals(that.tag);
    }

    @Override
    public int hashCode() {
        return files.hashCode();
    }
}
