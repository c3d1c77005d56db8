package io.rowtrail.capture;

import io.rowtrail.capture.state.Milestone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What befalls a capture in one of its lives. */
sealed interface Disaster {
    /** kill -9 of the capture at any moment. */
    record Killed() implements Disaster {}

    /** kill -9 of the capture right behind a step of its protocol. */
    record KilledBehind(Milestone milestone, int times) implements Disaster {}

    /** kill -9 of PostgreSQL, the source and the catalogue in one; the capture goes on or is started again. */
    record ServerKilled() implements Disaster {}

    /** SIGTERM, as Ctrl-C and {@code down} send it, at any moment. */
    record Stopped() implements Disaster {}

    /** The connections to source and catalogue are cut; the capture goes on by itself. */
    record Cut() implements Disaster {}

    /** One of each kind but kill -9, which the milestones are as well, and two milestones, in an order of chance. */
    static List<Disaster> few(Random random) {
        List<Disaster> all = some(100, random);
        List<Disaster> few = new ArrayList<>(List.of(new ServerKilled(), new Stopped(), new Cut()));
        all.stream().filter(KilledBehind.class::isInstance).limit(2).forEach(few::add);
        Collections.shuffle(few, random);
        return few;
    }

    /** As many as asked for, each kind in turn and in an order of chance. */
    static List<Disaster> some(int count, Random random) {
        List<Disaster> all = new ArrayList<>();
        while (all.size() < count) {
            List<Disaster> round = new ArrayList<>(List.of(new Killed(), new ServerKilled(), new Stopped(), new Cut()));
            for (Milestone milestone : Milestone.values()) {
                if (!milestone.name().startsWith("SNAPSHOT") && milestone != Milestone.PUBLISHED) {
                    boolean once = milestone == Milestone.COLUMNS_ADDED; // all columns that are new are added at once
                    round.add(new KilledBehind(milestone, once ? 1 : 1 + random.nextInt(3)));
                }
            }
            Collections.shuffle(round, random);
            all.addAll(round);
        }
        return all.subList(0, count);
    }
}
