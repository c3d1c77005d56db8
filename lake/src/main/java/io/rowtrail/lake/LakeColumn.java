package io.rowtrail.lake;

/**
 * A column of a table.
 *
 * @param type Iceberg's name of the type: {@code long}, {@code decimal(10, 2)}, {@code timestamptz}, …
 */
public record LakeColumn(String name, String type, boolean required) {}
