package io.rowtrail.graph.openlineage;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The form a JSON value must have. A check reads the value and builds nothing of it. */
@FunctionalInterface
interface Shape {

    /** Refuses what has not this form; the cursor stands at a value that is not null, and at its end after. */
    void check(JsonCursor at);

    static Fields object(Member... members) {
        return new Fields(List.of(members));
    }

    static Member required(String name, Shape shape) {
        return new Member(name, "", shape);
    }

    static Member optional(String name, Shape shape) {
        return new Member(name, name, shape);
    }

    /** A member that must be there unless another one is. */
    static Member requiredUnless(String other, String name, Shape shape) {
        return new Member(name, other, shape);
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
        public void check(JsonCursor at) {
            boolean good = switch (this) {
                case TEXT -> at.isText();
                case INTEGER -> at.isInteger();
                case NUMBER -> at.isNumber();
                case BOOLEAN -> at.isBoolean();
                case OBJECT -> at.isObject();
                case ANY -> true;
            };
            if (!good) {
                throw at.refusal("must be " + word);
            }
            at.skip();
        }
    }

    /**
     * A member of an object.
     *
     * @param instead the member that makes up for its absence; its own name when it may be left out, empty when never
     */
    record Member(String name, String instead, Shape shape) {}

    /** An object with these members and any others. */
    final class Fields implements Shape {

        private final List<Member> members;
        private final Map<String, Integer> places = new HashMap<>();

        private Fields(List<Member> members) {
            this.members = members;
            for (int i = 0; i < members.size(); i++) {
                places.put(members.get(i).name(), i);
            }
        }

        /** Returns a check of one facet of this form. */
        Facet facet(JsonCursor at) {
            BitSet seen = new BitSet(members.size());
            return new Facet() {
                @Override
                public void member(String name) {
                    Integer place = places.get(name);
                    if (place == null) {
                        at.skip();
                    } else {
                        seen.set(place);
                        members.get(place).shape().check(at);
                    }
                }

                @Override
                public void end() {
                    for (int i = 0; i < members.size(); i++) {
                        Member member = members.get(i);
                        if (!seen.get(i) && !member.instead().equals(member.name()) && !seen(member.instead())) {
                            throw at.refusal(member.name(), "is required");
                        }
                    }
                }

                private boolean seen(String name) {
                    Integer place = places.get(name);
                    return place != null && seen.get(place);
                }
            };
        }

        @Override
        public void check(JsonCursor at) {
            Facet facet = facet(at);
            at.members(facet::member);
            facet.end();
        }
    }

    /** An array. */
    record Elements(Shape each) implements Shape {
        @Override
        public void check(JsonCursor at) {
            at.elements(() -> {
                if (at.absent()) {
                    throw at.refusal("is required");
                }
                each.check(at);
            });
        }
    }

    /** An object used as a map. */
    record Values(Shape each) implements Shape {
        @Override
        public void check(JsonCursor at) {
            at.members(key -> each.check(at));
        }
    }
}
