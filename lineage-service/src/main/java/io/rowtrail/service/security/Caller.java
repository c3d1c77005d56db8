package io.rowtrail.service.security;

import io.rowtrail.graph.Visibility;
import io.rowtrail.graph.facts.DatasetId;
import io.rowtrail.graph.facts.JobId;
import io.rowtrail.graph.facts.NodeId;
import io.rowtrail.service.tenant.Tenant;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes a call, and what they may: everything the service answers is of the caller's tenant, and of that only what
 * the roles and the namespaces allow.
 *
 * @param name what entries of the log call them; {@code local}, {@code bootstrap}, the name of a key, or
 *     {@code oidc:<subject>}
 * @param roles of {@link Roles#ALL}; none of them implies another
 * @param namespaces the datasets and jobs they may know of
 * @param rate how many calls they may make; empty for as many as they like
 */
public record Caller(String name, Tenant tenant, Set<String> roles, NamespaceLimits namespaces, Optional<Rate> rate) {

    public Caller {
        roles = Set.copyOf(roles);
        if (!Roles.ALL.containsAll(roles)) {
            throw new IllegalArgumentException("unknown role");
        }
    }

    /** Whether the caller holds a role. */
    public boolean has(String role) {
        return roles.contains(role);
    }

    /** The datasets and jobs of the graph the caller may know of. */
    public Visibility visibility() {
        return namespaces.isAll() ? Visibility.ALL : new Sight(namespaces);
    }

    private record Sight(NamespaceLimits namespaces) implements Visibility {
        @Override
        public boolean sees(NodeId node) {
            if (node instanceof DatasetId dataset) {
                return namespaces.allows(dataset.namespace());
            }
            return node instanceof JobId job && namespaces.allows(job.namespace());
        }

        @Override
        public boolean seesInto(String namespace) {
            return namespaces.allows(namespace);
        }
    }

    /** Whether the caller may administer what all tenants share. */
    boolean administersTenants() {
        return has(Roles.ADMIN) && tenant.equals(Tenant.DEFAULT);
    }
}
