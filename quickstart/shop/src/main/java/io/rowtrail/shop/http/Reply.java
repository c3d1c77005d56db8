package io.rowtrail.shop.http;

/** An answer: its status, and what its JSON body is made of. */
record Reply(int status, Object body) {}
