package io.rowtrail.capture;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * SIGTERM and SIGINT as a question, not yet as the end: a shutdown hook would run beside those of the libraries, and Iceberg's
 * ends the threads that the last commit needs. By reflection, since {@code sun.misc.Signal}, which every JDK has, is no part
 * of Java.
 */
final class StopSignals {
    private static final List<String> NAMES = List.of("TERM", "INT");

    private StopSignals() {}

    /** Calls {@code stop}, on a thread of its own, each time the process is told to stop; false where that cannot be done. */
    static boolean call(Runnable stop) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object told = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            stop.run();
                            return null;
                        }
                        return switch (method.getName()) {
                            case "equals" -> proxy == arguments[0];
                            case "hashCode" -> System.identityHashCode(proxy);
                            default -> "stop";
                        };
                    });
            for (String name : NAMES) {
                Object one = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, one, told);
            }
            return true;
        } catch (ReflectiveOperationException e) {
            // Another JVM, or one that was told to leave signals alone (-Xrs).
            return false;
        }
    }
}
