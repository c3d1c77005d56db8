package io.rowtrail.audit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.audit.Bytes;
import io.rowtrail.audit.Submission;
import org.junit.jupiter.api.Test;

class LikenessTest {
    private static final int JOBS = 10;

    private final JobEvents events = new JobEvents(JOBS);
    private final Likeness likeness = new Likeness();

    private FactsForm append(int number) {
        Submission event = events.event(number);
        FactsForm form = likeness.form(event);
        likeness.stored(event, form, number);
        return form;
    }

    @Test
    void theSecondRunOfAJobIsToldByTheFirst() {
        FactsForm first = append(3);
        FactsForm second = append(3 + JOBS);
        FactsForm third = append(3 + 2 * JOBS);

        assertThat(first.kind()).isEqualTo(FactsForm.DEFLATED);
        assertThat(second.kind()).isEqualTo(FactsForm.LIKE);
        assertThat(second.base()).isEqualTo(3);
        assertThat(third.base()).as("a base is never told by another").isEqualTo(3);
        assertThat(second.stored().length()).isLessThan(events.event(3).facts().length() / 30);
        assertThat(third.open(first.stored().toByteArray(), "entry 23"))
                .isEqualTo(events.event(3 + 2 * JOBS).facts());
    }

    @Test
    void anotherJobStandsOnItsOwn() {
        append(3);

        assertThat(append(4).kind()).isEqualTo(FactsForm.DEFLATED);
    }

    @Test
    void shortFactsAreKeptAsTheyAre() {
        Bytes facts = Bytes.utf8("{\"v\":1}");

        assertThat(FactsForm.alone(facts)).isEqualTo(new FactsForm(FactsForm.PLAIN, null, facts));
    }

    @Test
    void factsWithoutTheirBaseAreTampered() {
        FactsForm first = append(3);
        FactsForm second = append(3 + JOBS);

        assertThatThrownBy(() -> second.open(null, "entry 13")).isInstanceOf(AuditLogException.Tampered.class);
        assertThat(first.open(null, "entry 3")).isEqualTo(events.event(3).facts());
    }
}
