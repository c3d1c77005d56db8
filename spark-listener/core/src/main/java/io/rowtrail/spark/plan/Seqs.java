package io.rowtrail.spark.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.immutable.HashMap$;
import scala.collection.immutable.Map;
import scala.collection.immutable.Nil$;

/** Java lists to Scala sequences and back; compiles on Scala 2.12 and 2.13. */
public final class Seqs {
    private Seqs() {}

    @SuppressWarnings("unchecked") // Nil is a List of anything
    public static <T> scala.collection.immutable.List<T> none() {
        return (scala.collection.immutable.List<T>) (Object) Nil$.MODULE$;
    }

    public static <T> scala.collection.immutable.List<T> of(List<? extends T> elements) {
        scala.collection.immutable.List<T> list = none();
        for (int i = elements.size() - 1; i >= 0; i--) {
            list = list.$colon$colon(elements.get(i));
        }
        return list;
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public static <T> scala.collection.immutable.List<T> of(T... elements) {
        return of(java.util.Arrays.asList(elements));
    }

    public static <T> List<T> java(scala.collection.Iterable<? extends T> elements) {
        List<T> list = new ArrayList<>();
        Iterator<? extends T> iterator = elements.iterator();
        while (iterator.hasNext()) {
            list.add(iterator.next());
        }
        return list;
    }

    /** As {@link #java(scala.collection.Iterable)}, for a sequence whose type differs between Scala versions. */
    @SuppressWarnings("unchecked") // the caller knows what Spark hands it
    public static <T> List<T> javaOf(Object sequence) {
        return java((scala.collection.Iterable<T>) sequence);
    }

    public static <T> List<List<T>> nested(scala.collection.Iterable<? extends scala.collection.Iterable<T>> sequences) {
        List<List<T>> lists = new ArrayList<>();
        Seqs.<scala.collection.Iterable<T>>java(sequences).forEach(sequence -> lists.add(java(sequence)));
        return lists;
    }

    public static <T> Optional<T> java(Option<T> option) {
        return option.isDefined() ? Optional.of(option.get()) : Optional.empty();
    }

    public static java.util.Map<String, String> javaMap(scala.collection.Map<String, String> map) {
        java.util.Map<String, String> result = new java.util.LinkedHashMap<>();
        for (Tuple2<String, String> entry : Seqs.<Tuple2<String, String>>java(map)) {
            result.put(entry._1(), entry._2());
        }
        return result;
    }

    @SuppressWarnings("unchecked") // a map plus an entry is a map of the same types
    public static Map<String, String> map(java.util.Map<String, String> entries) {
        Map<String, String> map = HashMap$.MODULE$.empty();
        for (java.util.Map.Entry<String, String> entry : entries.entrySet()) {
            map = map.updated(entry.getKey(), entry.getValue());
        }
        return map;
    }
}
