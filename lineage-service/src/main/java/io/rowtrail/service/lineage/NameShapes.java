package io.rowtrail.service.lineage;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rowtrail.graph.DatasetName;
import io.rowtrail.graph.Effect;
import io.rowtrail.graph.JobLink;
import io.rowtrail.graph.facts.DatasetId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What joins a dataset to its other names and a job to other jobs. */
final class NameShapes {
    private NameShapes() {}

    /**
     * Another name of a dataset.
     *
     * @param kind what the other one is: the {@code LOGICAL} or the {@code PHYSICAL} name of the same data, the {@code NEW}
     *     or the {@code FORMER} one of a rename
     * @param followed whether lineage goes on from it; false of a rival that does not count
     * @param ambiguous whether the physical name is claimed for several logical ones
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record OtherName(
            String namespace,
            String name,
            String kind,
            boolean followed,
            boolean ambiguous,
            Instant validFrom,
            @Nullable Instant validTo,
            List<String> evidence) {
        static List<OtherName> of(DatasetId dataset, List<DatasetName> names) {
            return names.stream().map(name -> of(dataset, name)).toList();
        }

        private static OtherName of(DatasetId dataset, DatasetName name) {
            boolean outward = name.from().equals(dataset);
            DatasetId other = outward ? name.to() : name.from();
            String kind = name.renamed() ? (outward ? "NEW" : "FORMER") : (outward ? "LOGICAL" : "PHYSICAL");
            return new OtherName(
                    other.namespace(),
                    other.name(),
                    kind,
                    name.facts().effect() == Effect.EFFECTIVE,
                    name.ambiguous(),
                    name.facts().validFrom(),
                    name.facts().validTo(),
                    Shapes.entries(name.facts().evidence()));
        }
    }

    /** The links of a job as edges of the kinds {@code DATA}, {@code DEPENDENCY} and {@code PARENT}. */
    static List<Shapes.Edge> edges(List<JobLink> links) {
        return links.stream()
                .map(link -> Shapes.Edge.of(
                        link.from().nodeId(), link.to().nodeId(), link.kind().name(), link.facts()))
                .toList();
    }
}
