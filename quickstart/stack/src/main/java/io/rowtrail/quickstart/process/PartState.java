package io.rowtrail.quickstart.process;

import java.util.Optional;

/** What can be said of a part at one moment. */
public sealed interface PartState {
    /** One word for tables and scripts. */
    String word();

    /** The process it speaks of, also one that is gone. */
    Optional<ProcessRecord> process();

    /** What is wrong, for a person. */
    Optional<String> problem();

    /** Nothing runs and nothing is recorded. */
    record Stopped() implements PartState {
        @Override
        public String word() {
            return "stopped";
        }

        @Override
        public Optional<ProcessRecord> process() {
            return Optional.empty();
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }
    }

    /** It was started and is no longer there: it crashed, was killed, or the machine was restarted. */
    record Died(ProcessRecord last) implements PartState {
        @Override
        public String word() {
            return "died";
        }

        @Override
        public Optional<ProcessRecord> process() {
            return Optional.of(last);
        }

        @Override
        public Optional<String> problem() {
            return Optional.of("its process is gone; ./rowtrail up starts it again");
        }
    }

    /** The process is there and does not answer as it should; {@code why} says how it failed the probe. */
    record Unready(ProcessRecord running, String why) implements PartState {
        @Override
        public String word() {
            return "unready";
        }

        @Override
        public Optional<ProcessRecord> process() {
            return Optional.of(running);
        }

        @Override
        public Optional<String> problem() {
            return Optional.of(why);
        }
    }

    /** It answers. */
    record Ready(ProcessRecord running) implements PartState {
        @Override
        public String word() {
            return "ready";
        }

        @Override
        public Optional<ProcessRecord> process() {
            return Optional.of(running);
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }
    }
}
