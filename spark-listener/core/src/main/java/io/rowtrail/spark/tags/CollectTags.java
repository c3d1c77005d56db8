package io.rowtrail.spark.tags;

import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSet;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The union of a group's tag sets, within a bound. */
public final class CollectTags extends TagAggregate<TagSet.Builder> {
    private final Setting setting;

    /** A bound as a plan can carry and compare it. */
    private record Setting(int maxCount, int maxBytes) implements java.io.Serializable {}

    CollectTags(Expression set, Bound bound) {
        this(List.of(set), new Setting(bound.maxCount(), bound.maxBytes()), 0, 0);
    }

    private CollectTags(List<Expression> arguments, Setting setting, int mutableOffset, int inputOffset) {
        super(arguments, setting, mutableOffset, inputOffset);
        this.setting = setting;
    }

    @Override
    CollectTags with(List<Expression> arguments, int mutableOffset, int inputOffset) {
        return new CollectTags(arguments, setting, mutableOffset, inputOffset);
    }

    @Override
    public String nodeName() {
        return "rt_collect";
    }

    @Override
    public TagSet.Builder createAggregationBuffer() {
        return new TagSet.Builder(new Bound(setting.maxCount, setting.maxBytes));
    }

    @Override
    public TagSet.Builder update(TagSet.Builder buffer, InternalRow row) {
        byte[] set = (byte[]) argument(0).eval(row);
        return set == null ? buffer : buffer.addAll(TagFunctions.readable(set));
    }

    @Override
    public TagSet.Builder merge(TagSet.Builder buffer, TagSet.Builder other) {
        return buffer.addAll(other.build());
    }

    @Override
    public Object eval(TagSet.Builder buffer) {
        return buffer.build().encode();
    }

    @Override
    public byte[] serialize(TagSet.Builder buffer) {
        return buffer.build().encode();
    }

    @Override
    public TagSet.Builder deserialize(byte[] bytes) {
        return createAggregationBuffer().addAll(TagFunctions.readable(bytes));
    }
}
