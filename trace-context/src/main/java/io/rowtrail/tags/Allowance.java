package io.rowtrail.tags;

/** What sets may take of memory while they are collected. */
public interface Allowance {
    /** As much as there is. */
    Allowance ENDLESS = new Allowance() {
        @Override
        public boolean take(long bytes) {
            return true;
        }

        @Override
        public void giveBack(long bytes) {}
    };

    /** Whether {@code bytes} more may be taken; if not, nothing was. */
    boolean take(long bytes);

    /** Gives back what was taken. */
    void giveBack(long bytes);
}
