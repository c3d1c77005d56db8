package io.rowtrail.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** An answer's members, each of which is shown once: a view takes them, and what is left is shown after it. */
final class Members {
    private static final int LONGEST_SINGLE = 90;

    private final ObjectNode left;

    private Members(ObjectNode left) {
        this.left = left;
    }

    /** @param json an object; anything else becomes the one member {@code answer} */
    static Members of(JsonNode json) {
        ObjectNode left = JsonNodeFactory.instance.objectNode();
        if (json instanceof ObjectNode object) {
            left.setAll(object);
        } else {
            left.set("answer", json);
        }
        return new Members(left);
    }

    /** Takes a member as text if it is there and not null. */
    Optional<String> text(String name) {
        return take(name).map(Cells::of);
    }

    /** Takes a member if it is there and not null. */
    Optional<JsonNode> take(String name) {
        return Optional.ofNullable(left.remove(name)).filter(value -> !value.isNull());
    }

    /** Takes a member if it is an array, in whole. */
    Optional<JsonNode> array(String name) {
        return left.path(name).isArray() ? take(name) : Optional.empty();
    }

    /** Takes a member if it is an object, in whole. */
    Optional<ObjectNode> object(String name) {
        return left.get(name) instanceof ObjectNode ? take(name).map(ObjectNode.class::cast) : Optional.empty();
    }

    /** Takes a list that says nothing when it is empty. */
    void dropEmpty(String name) {
        if (left.path(name).isArray() && left.path(name).isEmpty()) {
            left.remove(name);
        }
    }

    /** Takes every member that is a single value or a list of a few, in the order of the answer; never the caveats. */
    ObjectNode singles() {
        ObjectNode singles = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : left.properties()) {
            if (!member.getKey().equals("caveats") && isSingle(member.getValue())) {
                singles.set(member.getKey(), member.getValue());
            }
        }
        singles.fieldNames().forEachRemaining(left::remove);
        return singles;
    }

    private static boolean isSingle(JsonNode value) {
        if (!value.isContainerNode()) {
            return true;
        }
        boolean flat = StreamSupport.stream(value.spliterator(), false).noneMatch(JsonNode::isContainerNode);
        return flat && Cells.of(value).length() <= LONGEST_SINGLE;
    }

    /** What nobody took, in the order of the answer. */
    ObjectNode rest() {
        return left;
    }
}
