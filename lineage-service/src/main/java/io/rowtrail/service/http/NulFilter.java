package io.rowtrail.service.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** No name or value of ours holds the character NUL, and PostgreSQL can store none: an address with one is refused. */
public final class NulFilter {
    private final ProblemAnswers answers;

    @Inject
    NulFilter(ProblemAnswers answers) {
        this.answers = answers;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable
    Response refuse(HttpServerRequest request, RoutingContext context) {
        return request.uri().contains("%00")
                ? answers.of(Problem.invalid("", "the address holds the character NUL"), context)
                : null;
    }
}
