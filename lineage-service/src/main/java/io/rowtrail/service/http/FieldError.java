package io.rowtrail.service.http;

/**
 * One thing wrong with a request.
 *
 * @param pointer where, as an RFC 6901 JSON pointer into the body (the empty string is the whole body), or the name of
 *     the query parameter
 * @param detail what is wrong with it, in words for the caller; never the value itself, which may be a secret
 */
public record FieldError(String pointer, String detail) {}
