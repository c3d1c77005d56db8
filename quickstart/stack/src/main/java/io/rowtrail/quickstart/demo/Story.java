package io.rowtrail.quickstart.demo;

import io.rowtrail.quickstart.Stack;
import java.io.PrintStream;

/** Tells what the demo showed, in calls that can be copied. */
final class Story {
    private final Stack stack;
    private final Api api;
    private final Judgement judgement;
    private final PrintStream out;

    Story(Stack stack, Api api, Judgement judgement, PrintStream out) {
        this.stack = stack;
        this.api = api;
        this.judgement = judgement;
        this.out = out;
    }

    void remember() {}

    void tell() {
        out.println(stack.serviceAddress() + " " + api.url("/") + judgement.causes());
    }
}
