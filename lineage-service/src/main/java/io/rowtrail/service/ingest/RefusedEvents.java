package io.rowtrail.service.ingest;

import io.rowtrail.audit.Bytes;
import io.rowtrail.service.tenant.Tenant;
import io.rowtrail.service.wire.KeptText;
import io.rowtrail.service.wire.PointerText;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** Where events that were refused are kept, to be looked at, mended and sent again. */
public interface RefusedEvents {
    /** Most bytes of a text that are kept; what is longer is cut. */
    int maxText();

    /**
     * Keeps a tenant's refused events durably and tells the name each is kept under. The same text refused for the same
     * reason from the same place is kept once and counted.
     */
    Uni<List<String>> keep(Tenant tenant, List<Item> items);

    /** How events come in. */
    enum Entrance {
        HTTP,
        BATCH,
        KAFKA
    }

    /**
     * A refused event.
     *
     * @param actor who sent it
     * @param origin where exactly it stood: the position in a batch, or topic, partition and offset; empty when alone
     * @param pointer JSON pointer to what is wrong
     * @param reason what is wrong with it; holds none of its values
     * @param text its text, credentials masked
     * @param whole whether that is all of its text
     * @param size bytes it had
     */
    record Item(
            Entrance entrance,
            String actor,
            String origin,
            String pointer,
            String reason,
            Bytes text,
            boolean whole,
            long size) {

        /** Of a sender's text. */
        public static Item of(Sender sender, String pointer, String reason, KeptText kept) {
            return new Item(
                    sender.entrance(),
                    sender.actor(),
                    sender.origin(),
                    PointerText.clean(pointer),
                    reason,
                    Bytes.of(kept.text()),
                    kept.whole(),
                    kept.size());
        }
    }
}
