package io.rowtrail.service.guarded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** That it takes no longer to hide a thing than to find that there is none: by the clock nobody tells them apart. */
@QuarkusTest
@QuarkusTestResource(value = GuardedStack.class, restrictToAnnotatedClass = true)
class HidingTimeIT {
    private static final int WARM_UP = 10;
    private static final int TIMES = 40;
    private static final long NOISE_NANOS = 2_000_000;

    /** Entries are read to judge them: the clock tells of those whose place, trace or run one knows already. */
    private static final List<String> JUDGED = List.of("/api/v1/audit/entries", "/api/v1/events/lineage");

    @TestHTTPResource("/")
    URI home;

    @ConfigProperty(name = "rowtrail.lake.uri")
    String uri;

    @ConfigProperty(name = "rowtrail.lake.warehouse")
    String warehouse;

    private record Compared(String what, long hidden, long absent) {
        long difference() {
            return Math.abs(hidden - absent);
        }

        @Override
        public String toString() {
            return "%s: hidden %d us, absent %d us".formatted(what, hidden / 1_000, absent / 1_000);
        }
    }

    @Test
    void takesAsLongForWhatIsHiddenAsForWhatIsNotThere() {
        assumeTrue(Boolean.getBoolean("rowtrail.long"), "a measurement: run with -Plong");
        Plant plant = Plant.in(home, uri, warehouse);
        List<Compared> all = new ArrayList<>();
        for (Call call : Calls.READS) {
            if ((call.path() + call.query()).contains("{") && JUDGED.stream().noneMatch(call.path()::startsWith)) {
                all.add(compare("limited", plant.limited, call, plant));
                all.add(compare("stranger", plant.stranger, call, plant));
            }
        }
        all.sort(Comparator.comparingLong(Compared::difference).reversed());
        System.out.println("medians of " + TIMES + ", the furthest apart first:");
        all.forEach(System.out::println);
        assertThat(all)
                .allSatisfy(one -> assertThat(one.difference())
                        .as(one.toString())
                        .isLessThan(NOISE_NANOS + Math.max(one.hidden, one.absent) / 4));
    }

    private static Compared compare(String who, Client client, Call call, Plant plant) {
        long[] hidden = new long[TIMES];
        long[] absent = new long[TIMES];
        for (int i = -WARM_UP; i < TIMES; i++) {
            long one = time(client, call, plant.sealed);
            long other = time(client, call, plant.absent);
            if (i >= 0) {
                hidden[i] = one;
                absent[i] = other;
            }
        }
        return new Compared(who + " " + call.path() + "?" + call.query(), median(hidden), median(absent));
    }

    private static long time(Client client, Call call, Map<String, String> thing) {
        String address = call.about(thing);
        long before = System.nanoTime();
        client.get(address);
        return System.nanoTime() - before;
    }

    private static long median(long[] times) {
        return Arrays.stream(times).sorted().skip(TIMES / 2).findFirst().orElseThrow();
    }
}
