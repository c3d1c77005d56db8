package io.rowtrail.quickstart.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PortHolderTest {
    private static final List<String> TABLE = List.of(
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
            "   0: 0100007F:3C48 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 x",
            "   1: 0100007F:3C48 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 x",
            "   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 x");

    @Test
    void findsTheListeningSocketOfAPortAndNotItsConnections() {
        assertThat(PortHolder.listening(TABLE, 15432)).containsExactly("socket:[4711]");
        assertThat(PortHolder.listening(TABLE, 8080)).containsExactly("socket:[4713]");
        assertThat(PortHolder.listening(TABLE, 8081)).isEmpty();
    }
}
