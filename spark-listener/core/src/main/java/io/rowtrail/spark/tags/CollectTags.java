package io.rowtrail.spark.tags;

import io.rowtrail.tags.Bound;
import io.rowtrail.tags.TagSetBuilder;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** The union of the tags of a group's rows, within a bound. */
public final class CollectTags extends TagAggregate<TagSetBuilder> {
    private final Setting setting;

    /** A bound as a plan can carry and compare it. */
    private record Setting(boolean open, int maxCount, int maxBytes, TagStyle.Budget budget)
            implements java.io.Serializable {}

    /**
     * @param parts of a row's tags: ordinals (BIGINT) and sets (BINARY), any of them null
     * @param open whether each row is open, whatever its parts say
     */
    CollectTags(List<? extends Expression> parts, boolean open, TagStyle style) {
        this(
                List.copyOf(parts),
                new Setting(open, style.bound().maxCount(), style.bound().maxBytes(), style.budget()),
                0,
                0);
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
    public TagSetBuilder createAggregationBuffer() {
        return new TagSetBuilder(new Bound(setting.maxCount, setting.maxBytes), TaskAllowance.of(setting.budget));
    }

    @Override
    public TagSetBuilder update(TagSetBuilder buffer, InternalRow row) {
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
    public TagSetBuilder merge(TagSetBuilder buffer, TagSetBuilder other) {
        return buffer.addAll(other.build());
    }

    @Override
    public Object eval(TagSetBuilder buffer) {
        return finished(buffer);
    }

    @Override
    public byte[] serialize(TagSetBuilder buffer) {
        return finished(buffer);
    }

    private byte[] finished(TagSetBuilder buffer) {
        if (buffer.endedAllowance()) {
            setting.budget.told().degraded();
        }
        byte[] bytes = buffer.build().encode();
        buffer.giveBack();
        return bytes;
    }

    @Override
    public TagSetBuilder deserialize(byte[] bytes) {
        return createAggregationBuffer().addAll(TagFunctions.readable(bytes));
    }
}
