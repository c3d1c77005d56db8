package io.rowtrail.service.http;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Turns whatever ends a request badly into {@code application/problem+json}. Only the last mapper answers 5xx, and only
 * it logs a stack trace.
 */
public final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private static final String CHALLENGE = "WWW-Authenticate";

    private final ProblemAnswers answers;

    @Inject
    ProblemMappers(ProblemAnswers answers) {
        this.answers = answers;
    }

    @ServerExceptionMapper
    Response problem(ProblemException e, RoutingContext context) {
        return answers.of(e.problem(), context);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e, RoutingContext context) {
        Response.StatusType status = e.getResponse().getStatusInfo();
        Problem problem = switch (status.getStatusCode()) {
            case 404 -> Problem.notFound("there is nothing at this address");
            case 415 -> Problem.unsupportedMedia("Content-Type", "this endpoint does not read that media type");
            default -> Problem.status(status.getStatusCode(), status.getReasonPhrase());
        };
        return answers.of(problem, context);
    }

    @ServerExceptionMapper
    Response unauthenticated(UnauthorizedException e, RoutingContext context) {
        return challenge(context);
    }

    @ServerExceptionMapper
    Response badCredentials(AuthenticationFailedException e, RoutingContext context) {
        return challenge(context);
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, RoutingContext context) {
        return answers.of(Problem.status(403, "Forbidden"), context);
    }

    @ServerExceptionMapper
    Response unexpected(Throwable e, RoutingContext context) {
        LOG.errorf(
                e,
                "event=request-failed trace=%s method=%s path=%s",
                RequestTrace.idOf(context),
                context.request().method(),
                context.normalizedPath());
        Problem problem = Problem.status(500, "Internal error");
        return answers.of(problem, context);
    }

    private Response challenge(RoutingContext context) {
        // Whoever looked at a token may have put one there already: the answer is the same for everybody.
        context.response().headers().remove(CHALLENGE);
        return Response.fromResponse(answers.of(Problem.status(401, "Unauthorized"), context))
                .header(CHALLENGE, "Bearer")
                .build();
    }
}
