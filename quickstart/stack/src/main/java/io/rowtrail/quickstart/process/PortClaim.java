package io.rowtrail.quickstart.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A port a part wants on the loopback address.
 *
 * @param number the port
 * @param option command line option that chooses another one
 * @param variable environment variable that does the same
 */
public record PortClaim(int number, String option, String variable) {
    /** Nobody is known to listen, yet the port is not free: a process just killed has not let go of it. */
    private static final Duration LETTING_GO = Duration.ofSeconds(5);

    /** Fails with a message for a person when somebody else listens there. */
    public void check(String part) {
        long deadline = System.nanoTime() + LETTING_GO.toNanos();
        while (!isFree()) {
            Optional<String> holder = PortHolder.of(number);
            if (holder.isPresent() || System.nanoTime() > deadline || !paused()) {
                throw new StackException("Port " + number + ", which " + part + " needs, is taken"
                        + holder.map(h -> " by " + h).orElse("")
                        + ".\nStop that process, or choose another port with " + option + " or " + variable + ".");
            }
        }
    }

    private boolean isFree() {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean paused() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
