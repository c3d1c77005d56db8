package io.rowtrail.graph.facts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a dataset in their order. Descriptions are not structure and stay in the payload. */
public record Schema(List<Field> fields) {

    public Schema {
        fields = List.copyOf(fields);
    }

    /**
     * One column.
     *
     * @param type the producer's type name, when told
     * @param fields the parts of a structured type, in order
     */
    public record Field(String name, @Nullable String type, List<Field> fields) {
        public Field {
            fields = List.copyOf(fields);
        }
    }
}
