package io.rowtrail.service.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PresenceTest {
    @Test
    void interruptsTheWorkWhenTheClientLeaves() {
        Presence presence = new Presence(Thread.currentThread());
        assertThat(presence.hasLeft()).isFalse();
        presence.left();
        assertThat(presence.hasLeft()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
        presence.done();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void interruptsNobodyAfterTheWorkIsDone() {
        Presence presence = new Presence(Thread.currentThread());
        presence.done();
        presence.left();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
