package io.rowtrail.service.trace;

import com.fasterxml.jackson.databind.JsonNode;
import io.rowtrail.service.recompute.RunPlan;
import io.rowtrail.tags.TagSet;
import java.util.List;

/**
 * A row to be checked.
 *
 * @param key column to value
 * @param plan of the run that made it
 * @param naming the columns of the key, in order
 * @param influences all transactions that are said to have mattered to it: in it, kept out, or taken away
 */
public record RowProbe(JsonNode key, RunPlan plan, List<String> naming, TagSet influences) {
    public RowProbe {
        naming = List.copyOf(naming);
    }
}
