package io.rowtrail.service.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    /** The media type of every error this service answers. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private final ObjectMapper json;

    @Inject
    ProblemMappers(ObjectMapper json) {
        this.json = json;
    }

    @ServerExceptionMapper
    Response problem(ProblemException e, RoutingContext context) {
        return answer(e.problem(), context);
    }

    @ServerExceptionMapper
    Response http(WebApplicationException e, RoutingContext context) {
        Response.StatusType status = e.getResponse().getStatusInfo();
        Problem problem = status.getStatusCode() == 404
                ? Problem.notFound("there is nothing at this address")
                : Problem.status(status.getStatusCode(), status.getReasonPhrase());
        return answer(problem, context);
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
        return answer(Problem.status(403, "Forbidden"), context);
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
        return answer(problem, context);
    }

    private Response challenge(RoutingContext context) {
        return Response.fromResponse(answer(Problem.status(401, "Unauthorized"), context))
                .header("WWW-Authenticate", "Bearer")
                .build();
    }

    private Response answer(Problem problem, RoutingContext context) {
        String traceId = RequestTrace.idOf(context);
        ObjectNode body = json.createObjectNode();
        body.put("type", "/problems/" + problem.slug());
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("detail", problem.detail());
        body.put("instance", context.normalizedPath());
        body.put("traceId", traceId);
        body.put("retriable", problem.retriable());
        if (!problem.errors().isEmpty()) {
            ArrayNode errors = body.putArray("errors");
            for (FieldError error : problem.errors()) {
                errors.addObject().put("pointer", error.pointer()).put("detail", error.detail());
            }
        }
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(MEDIA_TYPE).entity(body.toString());
        problem.retryAfterSeconds().ifPresent(seconds -> response.header("Retry-After", seconds));
        return response.build();
    }
}
