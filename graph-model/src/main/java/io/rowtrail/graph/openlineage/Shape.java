package io.rowtrail.graph.openlineage;

import java.util.List;

/** The form a JSON value must have. Checks allocate nothing while all is well, but for the steps of the pointer. */
@FunctionalInterface
interface Shape {

    /** Refuses what has not this form. */
    void check(JsonAt at);

    static Shape object(Member... members) {
        return new Fields(List.of(members));
    }

    static Member required(String name, Shape shape) {
        return new Member(name, true, shape);
    }

    static Member optional(String name, Shape shape) {
        return new Member(name, false, shape);
    }

    static Shape listOf(Shape each) {
        return new Elements(each);
    }

    static Shape mapOf(Shape each) {
        return new Values(each);
    }

    /** The scalar forms. */
    enum Scalar implements Shape {
        TEXT("a string"),
        INTEGER("an integer"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        OBJECT("an object"),
        ANY("anything");

        private final String word;

        Scalar(String word) {
            this.word = word;
        }

        @Override
        public void check(JsonAt at) {
            boolean good = switch (this) {
                case TEXT -> at.node().isTextual();
                case INTEGER -> at.node().isNumber() && at.node().canConvertToExactIntegral();
                case NUMBER -> at.node().isNumber();
                case BOOLEAN -> at.node().isBoolean();
                case OBJECT -> at.node().isObject();
                case ANY -> true;
            };
            if (!good) {
                throw at.refusal("must be " + word);
            }
        }
    }

    /** A member of an object. */
    record Member(String name, boolean required, Shape shape) {}

    /** An object with these members and any others. */
    record Fields(List<Member> members) implements Shape {
        @Override
        public void check(JsonAt at) {
            at.object();
            for (Member member : members) {
                JsonAt value = at.at(member.name());
                if (!value.absent()) {
                    member.shape().check(value);
                } else if (member.required()) {
                    throw value.refusal("is required");
                }
            }
        }
    }

    /** An array. */
    record Elements(Shape each) implements Shape {
        @Override
        public void check(JsonAt at) {
            at.list(element -> {
                each.check(element);
                return element;
            });
        }
    }

    /** An object used as a map. */
    record Values(Shape each) implements Shape {
        @Override
        public void check(JsonAt at) {
            at.object().members((key, value) -> each.check(value));
        }
    }
}
