package io.rowtrail.spark.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSenderIT {
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final Transport working = event -> {
        received.add(event);
        return Transport.Answer.ACCEPTED;
    };

    @Test
    void whatCouldNotBeSentIsSentByTheNextApplicationInOrder(@TempDir Path directory) {
        EventSender first = sender(event -> Transport.Answer.UNAVAILABLE, directory);
        first.send("one");
        first.send("two");
        first.close();
        assertThat(first.totals()).isEqualTo(new EventSender.Totals(0, 2, 0));

        EventSender second = sender(working, directory);
        await(2);
        second.close();
        assertThat(received).containsExactly("one", "two");
        assertThat(new Spool(directory, Clock.systemUTC()).waiting()).isEmpty();
    }

    @Test
    void whatTheServiceRefusesIsCountedAndNotSentAgain(@TempDir Path directory) {
        EventSender sender = sender(event -> Transport.Answer.REFUSED, directory);
        sender.send("wrong");
        sender.close();
        assertThat(sender.totals()).isEqualTo(new EventSender.Totals(0, 0, 1));
    }

    @Test
    void withoutASpoolALossIsCounted() {
        EventSender sender = EventSender.start(
                Optional.of((Transport) event -> Transport.Answer.UNAVAILABLE), Optional.empty(), Clock.systemUTC());
        sender.send("one");
        sender.close();
        assertThat(sender.totals().lost()).isEqualTo(1);
    }

    @Test
    void aFullQueueNeverHoldsTheCallerUp(@TempDir Path directory) {
        CountDownLatch stuck = new CountDownLatch(1);
        EventSender sender = sender(
                event -> {
                    try {
                        stuck.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Transport.Answer.ACCEPTED;
                },
                directory);
        for (int i = 0; i < 1_100; i++) {
            sender.send("event " + i);
        }
        stuck.countDown();
        sender.close();
        EventSender.Totals totals = sender.totals();
        assertThat(totals.spooled()).isBetween(90L, 110L);
        assertThat(totals.sent() + totals.lost()).isBetween(990L, 1_110L);
        assertThat(totals.lost()).isZero();
    }

    private static EventSender sender(Transport transport, Path directory) {
        return EventSender.start(
                Optional.of(transport), Optional.of(new Spool(directory, Clock.systemUTC())), Clock.systemUTC());
    }

    private void await(int count) {
        long end = System.nanoTime() + 10_000_000_000L;
        while (received.size() < count && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
