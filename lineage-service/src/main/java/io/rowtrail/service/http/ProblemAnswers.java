package io.rowtrail.service.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;

/** Writes problems as answers. */
@Singleton
public class ProblemAnswers {
    /** The media type of every error this service answers. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** The answer that a problem is to a request. */
    public Response of(Problem problem, RoutingContext context) {
        Response.ResponseBuilder response =
                Response.status(problem.status()).type(MEDIA_TYPE).entity(text(problem, context));
        problem.retryAfterSeconds().ifPresent(seconds -> response.header("Retry-After", seconds));
        return response.build();
    }

    /** Answers a request that never gets to an endpoint, headers that were set before with it. */
    public Future<Void> send(Problem problem, RoutingContext context) {
        return context.response()
                .setStatusCode(problem.status())
                .putHeader("Content-Type", MEDIA_TYPE)
                .end(text(problem, context));
    }

    private static String text(Problem problem, RoutingContext context) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "/problems/" + problem.slug());
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("detail", problem.detail());
        body.put("instance", context.normalizedPath());
        body.put("traceId", RequestTrace.idOf(context));
        body.put("retriable", problem.retriable());
        if (!problem.errors().isEmpty()) {
            ArrayNode errors = body.putArray("errors");
            for (FieldError error : problem.errors()) {
                errors.addObject().put("pointer", error.pointer()).put("detail", error.detail());
            }
        }
        return body.toString();
    }
}
