package io.rowtrail.service.operation;

import io.rowtrail.audit.AuditLogException;
import io.rowtrail.graph.GraphException;
import io.rowtrail.lake.LakeException;
import io.rowtrail.lake.LakeUnreadableException;
import io.rowtrail.service.http.Problem;
import io.rowtrail.service.http.ProblemAnswers;
import io.rowtrail.service.http.RequestTrace;
import io.smallrye.mutiny.TimeoutException;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.ClosedConnectionException;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.net.ConnectException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What stands behind the service does not answer: 503, never 500, and worth trying again. */
public final class OutageMappers {
    private static final Logger LOG = Logger.getLogger(OutageMappers.class);
    private static final int RETRY_SECONDS = 5;
    /** Nobody reads it; what logs and metrics count it by. */
    private static final int STATUS_CLIENT_LEFT = 499;

    private final ProblemAnswers answers;

    @Inject
    OutageMappers(ProblemAnswers answers) {
        this.answers = answers;
    }

    /** What is asked is more than one answer may cost, not more than can be asked in parts. */
    @ServerExceptionMapper
    Response tooMuch(GraphException.TooMuch e, RoutingContext context) {
        return answers.of(
                Problem.invalid(
                        "knownAt",
                        "too many datasets and jobs to look at as they were: ask for fewer (limit), for one by name, or"
                                + " without a time"),
                context);
    }

    @ServerExceptionMapper
    Response unreadable(LakeUnreadableException e, RoutingContext context) {
        return answers.of(Problem.unprocessable(String.valueOf(e.getMessage())), context);
    }

    @ServerExceptionMapper({
        AuditLogException.class,
        GraphException.class,
        LakeException.class,
        ClosedConnectionException.class,
        ConnectException.class,
        TimeoutException.class
    })
    Response outage(Exception e, RoutingContext context) {
        if (context.response().closed()) {
            LOG.debugf("event=client-left trace=%s path=%s", RequestTrace.idOf(context), context.normalizedPath());
            return Response.status(STATUS_CLIENT_LEFT).build();
        }
        LOG.warnf(e, "event=outage trace=%s path=%s", RequestTrace.idOf(context), context.normalizedPath());
        return answers.of(Problem.unavailable(detail(e), RETRY_SECONDS), context);
    }

    private static String detail(Exception e) {
        if (e instanceof AuditLogException) {
            return "the audit log does not answer";
        }
        if (e instanceof GraphException) {
            return "the lineage graph does not answer";
        }
        if (e instanceof LakeException) {
            return "the lake does not answer";
        }
        return e instanceof TimeoutException ? "the database takes too long" : "the database does not answer";
    }
}
