package io.rowtrail.audit.postgres;

/**
 * Something stored that is not what the rest of the log says it must be.
 *
 * @param where the row or part of it: {@code entry default:7 leaf}, {@code tile 0/3}, {@code head 512}
 * @param expected what the bytes it hangs from demand
 * @param found what is there
 */
public record Damage(String where, String expected, String found) {}
