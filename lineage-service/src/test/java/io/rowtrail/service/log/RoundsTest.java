package io.rowtrail.service.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoundsTest {
    private final List<String> happened = new ArrayList<>();

    @AfterEach
    void forgetTheInterrupt() {
        Thread.interrupted();
    }

    private Rounds rounds(int pauses, List<Boolean> leading, Runnable round) {
        Iterator<Boolean> leads = leading.iterator();
        int[] left = {pauses};
        return new Rounds(
                "test",
                () -> {
                    if (left[0]-- == 0) {
                        throw new InterruptedException("no more");
                    }
                    happened.add("pause");
                },
                leads::next,
                round);
    }

    @Test
    void aPauseIsBeforeEachRound() {
        rounds(2, List.of(true, true), () -> happened.add("round")).run();
        assertThat(happened).containsExactly("pause", "round", "pause", "round");
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void onlyWhoLeadsHasRounds() {
        rounds(3, List.of(false, true, false), () -> happened.add("round")).run();
        assertThat(happened).containsExactly("pause", "pause", "round", "pause");
    }

    @Test
    void aRoundThatFailsIsNotTheLast() {
        rounds(2, List.of(true, true), () -> {
                    happened.add("fails");
                    throw new IllegalStateException("planted");
                })
                .run();
        assertThat(happened).containsExactly("pause", "fails", "pause", "fails");
    }

    @Test
    void afterAStopNoRoundBegins() {
        Rounds[] own = new Rounds[1];
        own[0] = rounds(9, List.of(true, true), () -> {
            happened.add("round");
            own[0].stop();
        });
        own[0].run();
        assertThat(happened).containsExactly("pause", "round");
    }
}
