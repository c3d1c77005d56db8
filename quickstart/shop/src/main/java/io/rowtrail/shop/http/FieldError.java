package io.rowtrail.shop.http;

/** What is wrong with one member of a body; {@code pointer} is a JSON pointer. */
record FieldError(String pointer, String detail) {}
