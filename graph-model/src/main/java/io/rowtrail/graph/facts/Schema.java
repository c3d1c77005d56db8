package io.rowtrail.graph.facts;

import java.util.List;
import java.util.Objects;
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

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof Field that
                            && name.equals(that.name)
                            && Objects.equals(type, that.type)
                            && fields.equals(that.fields));
        }

        @Override
        public int hashCode() {
            return 31 * (31 * name.hashCode() + Objects.hashCode(type)) + fields.hashCode();
        }
    }
}
