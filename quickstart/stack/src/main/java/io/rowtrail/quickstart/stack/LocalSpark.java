package io.rowtrail.quickstart.stack;

import java.util.List;
import java.util.Map;

/** Spark in one Java machine of this computer: what it needs of the machine, and its settings. */
public final class LocalSpark {
    /** What Spark needs of a JDK from 17 on; its own launcher scripts set the same. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "jdk.internal.ref",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    private static final Map<String, String> SETTINGS = Map.of(
            "spark.master", "local[2]",
            "spark.ui.enabled", "false",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.driver.host", "127.0.0.1",
            "spark.sql.shuffle.partitions", "4");

    private LocalSpark() {}

    /** Options of the virtual machine. */
    public static List<String> options() {
        return OPENED.stream()
                .map(opened -> "--add-opens=java.base/" + opened + "=ALL-UNNAMED")
                .toList();
    }

    /** Settings of every Spark of the stack. */
    public static Map<String, String> settings() {
        return SETTINGS;
    }
}
