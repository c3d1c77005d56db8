package io.rowtrail.quickstart.process;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/** Asks a running process whether it can do its work. */
@FunctionalInterface
public interface Readiness {
    int TIMEOUT_MILLIS = 2_000;

    /** Empty when ready, else what is missing, in a few words. */
    Optional<String> missing();

    /** Ready as soon as it runs. */
    static Readiness running() {
        return Optional::empty;
    }

    /** Ready when a GET answers with a status below 300. */
    static Readiness http(URI address) {
        return http(address, "");
    }

    /** The same, shown a bearer token unless that is empty. */
    static Readiness http(URI address, String token) {
        return () -> {
            try {
                HttpURLConnection call = (HttpURLConnection) address.toURL().openConnection();
                if (!token.isEmpty()) {
                    call.setRequestProperty("Authorization", "Bearer " + token);
                }
                call.setConnectTimeout(TIMEOUT_MILLIS);
                call.setReadTimeout(TIMEOUT_MILLIS);
                int status = call.getResponseCode();
                call.disconnect();
                return status < 300 ? Optional.empty() : Optional.of(address + " answers " + status);
            } catch (IOException e) {
                return Optional.of(address + " does not answer");
            }
        };
    }

    /** Ready when the port speaks Bolt: it picks one of the versions of the protocol that the handshake offers. */
    static Readiness bolt(int port) {
        return () -> {
            byte[] handshake = {
                0x60, 0x60, (byte) 0xB0, 0x17, 0, 4, 4, 5, 0, 0, 0, 5, 0, 2, 4, 4, 0, 0, 0, 4,
            };
            try (Socket socket = new Socket()) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
                socket.getOutputStream().write(handshake);
                byte[] chosen = socket.getInputStream().readNBytes(4);
                boolean spoken = chosen.length == 4 && chosen[3] != 0;
                return spoken ? Optional.empty() : Optional.of("port " + port + " does not speak Bolt");
            } catch (IOException e) {
                return Optional.of("Bolt port " + port + " does not answer");
            }
        };
    }
}
