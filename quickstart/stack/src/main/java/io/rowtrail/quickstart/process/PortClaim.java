package io.rowtrail.quickstart.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * A port a part wants on the loopback address.
 *
 * @param number the port
 * @param option command line option that chooses another one
 * @param variable environment variable that does the same
 */
public record PortClaim(int number, String option, String variable) {
    /** Fails with a message for a person when somebody else listens there. */
    public void check(String part) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), number));
        } catch (IOException taken) {
            String holder = PortHolder.of(number).map(h -> " by " + h).orElse("");
            throw new StackException("Port " + number + ", which " + part + " needs, is taken" + holder
                    + ".\nStop that process, or choose another port with " + option + " or " + variable + ".");
        }
    }
}
