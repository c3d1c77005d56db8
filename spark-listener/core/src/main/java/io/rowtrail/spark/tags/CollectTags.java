package io.rowtrail.spark.tags;

import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSet;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The union of the tags of a group's rows, within a bound. */
public final class CollectTags extends TagAggregate<TagSet.Builder> {
    private final Setting setting;

    /** A bound as a plan can carry and compare it. */
    private record Setting(boolean open, int maxCount, int maxBytes) implements java.io.Serializable {}

    /**
     * @param parts of a row's tags: ordinals (BIGINT) and sets (BINARY), any of them null
     * @param open whether each row is open, whatever its parts say
     */
    CollectTags(List<? extends Expression> parts, boolean open, Bound bound) {
        this(List.copyOf(parts), new Setting(open, bound.maxCount(), bound.maxBytes()), 0, 0);
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
        for (int i = 0; i < arguments(); i++) {
            Object part = argument(i).eval(row);
            if (part instanceof Long ordinal) {
                TagFunctions.addTo(buffer, ordinal);
            } else if (part instanceof byte[] set) {
                buffer.addAll(TagFunctions.readable(set));
            }
        }
        return setting.open ? buffer.open() : buffer;
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
